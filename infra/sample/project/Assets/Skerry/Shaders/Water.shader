Shader "Skerry/Water"
{
    Properties
    {
        _NormalMap ("Normal map", 2D) = "bump" {}
        _DeepColor ("Deep colour", Color) = (0.04, 0.13, 0.19, 1)
        _ShallowColor ("Shallow colour", Color) = (0.17, 0.42, 0.44, 1)
        _WaveHeight ("Wave height (m)", Range(0, 2)) = 0.35
        _WaveSpeed ("Wave speed", Range(0, 4)) = 0.6
    }
    SubShader
    {
        Tags { "RenderType" = "Opaque" "Queue" = "Geometry+10" }
        LOD 200

        CGPROGRAM
        #pragma surface Surface Standard vertex:Wave
        #pragma target 3.0
        #include "SkerryNoise.hlsl"

        sampler2D _NormalMap;
        fixed4 _DeepColor;
        fixed4 _ShallowColor;
        half _WaveHeight;
        half _WaveSpeed;

        struct Input
        {
            float2 uv_NormalMap;
            float3 worldPos;
            float3 viewDir;
        };

        void Wave(inout appdata_full vertex)
        {
            float3 world = mul(unity_ObjectToWorld, vertex.vertex).xyz;
            float swell = sin(world.x * 0.21 + _Time.y * _WaveSpeed) + sin(world.z * 0.17 - _Time.y * _WaveSpeed * 0.8);
            vertex.vertex.y += swell * 0.5 * _WaveHeight;
        }

        void Surface(Input input, inout SurfaceOutputStandard output)
        {
            float2 drift = float2(_Time.x, _Time.x * 0.6) * _WaveSpeed;
            float3 first = UnpackNormal(tex2D(_NormalMap, input.uv_NormalMap + drift));
            float3 second = UnpackNormal(tex2D(_NormalMap, input.uv_NormalMap * 1.7 - drift));
            output.Normal = normalize(first + second);
            float facing = saturate(dot(normalize(input.viewDir), output.Normal));
            float foam = smoothstep(0.82, 0.95, ValueNoise(input.worldPos.xz * 0.6 + drift * 3));
            output.Albedo = lerp(_ShallowColor, _DeepColor, facing).rgb + foam * 0.25;
            output.Smoothness = 0.92;
            output.Metallic = 0;
        }
        ENDCG
    }
    FallBack "Diffuse"
}
