Shader "Skerry/Light Beam"
{
    Properties
    {
        _Cookie ("Cookie", 2D) = "white" {}
        _Tint ("Tint", Color) = (1, 0.88, 0.62, 0.35)
        _Falloff ("Falloff", Range(0.1, 8)) = 1.8
    }
    SubShader
    {
        Tags { "RenderType" = "Transparent" "Queue" = "Transparent" "IgnoreProjector" = "True" }
        Blend One One
        ZWrite Off
        Cull Off

        Pass
        {
            CGPROGRAM
            #pragma vertex Vertex
            #pragma fragment Fragment
            #include "UnityCG.cginc"

            sampler2D _Cookie;
            fixed4 _Tint;
            half _Falloff;

            struct Varyings
            {
                float4 position : SV_POSITION;
                float2 uv : TEXCOORD0;
            };

            Varyings Vertex(appdata_base input)
            {
                Varyings output;
                output.position = UnityObjectToClipPos(input.vertex);
                output.uv = input.texcoord;
                return output;
            }

            fixed4 Fragment(Varyings input) : SV_Target
            {
                half fade = pow(saturate(1 - input.uv.y), _Falloff);
                return fixed4(_Tint.rgb * _Tint.a * fade * tex2D(_Cookie, input.uv).r, 1);
            }
            ENDCG
        }
    }
}
