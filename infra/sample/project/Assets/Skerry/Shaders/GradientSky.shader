Shader "Skerry/Gradient Sky"
{
    Properties
    {
        _Ramp ("Ramp", 2D) = "white" {}
        _Exposure ("Exposure", Range(0, 4)) = 1
    }
    SubShader
    {
        Tags { "RenderType" = "Background" "Queue" = "Background" "PreviewType" = "Skybox" }
        Cull Off
        ZWrite Off

        Pass
        {
            CGPROGRAM
            #pragma vertex Vertex
            #pragma fragment Fragment
            #include "UnityCG.cginc"

            sampler2D _Ramp;
            half _Exposure;

            struct Varyings
            {
                float4 position : SV_POSITION;
                float3 direction : TEXCOORD0;
            };

            Varyings Vertex(float4 vertex : POSITION)
            {
                Varyings output;
                output.position = UnityObjectToClipPos(vertex);
                output.direction = vertex.xyz;
                return output;
            }

            fixed4 Fragment(Varyings input) : SV_Target
            {
                half height = saturate(normalize(input.direction).y);
                return tex2D(_Ramp, float2(0.5, height)) * _Exposure;
            }
            ENDCG
        }
    }
}
