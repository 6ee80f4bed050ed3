Shader "Skerry/Fog Card"
{
    Properties
    {
        _Noise ("Noise", 2D) = "grey" {}
        _Tint ("Tint", Color) = (0.74, 0.78, 0.82, 0.4)
        _Drift ("Drift", Range(0, 1)) = 0.05
    }
    SubShader
    {
        Tags { "RenderType" = "Transparent" "Queue" = "Transparent+5" }
        Blend SrcAlpha OneMinusSrcAlpha
        ZWrite Off

        Pass
        {
            CGPROGRAM
            #pragma vertex Vertex
            #pragma fragment Fragment
            #include "UnityCG.cginc"

            sampler2D _Noise;
            float4 _Noise_ST;
            fixed4 _Tint;
            half _Drift;

            struct Varyings
            {
                float4 position : SV_POSITION;
                float2 uv : TEXCOORD0;
                float2 edge : TEXCOORD1;
            };

            Varyings Vertex(appdata_base input)
            {
                Varyings output;
                output.position = UnityObjectToClipPos(input.vertex);
                output.uv = TRANSFORM_TEX(input.texcoord, _Noise) + _Time.y * _Drift;
                output.edge = input.texcoord.xy * 2 - 1;
                return output;
            }

            fixed4 Fragment(Varyings input) : SV_Target
            {
                half soft = saturate(1 - dot(input.edge, input.edge));
                return fixed4(_Tint.rgb, _Tint.a * soft * tex2D(_Noise, input.uv).r);
            }
            ENDCG
        }
    }
}
