#ifndef SKERRY_NOISE_INCLUDED
#define SKERRY_NOISE_INCLUDED

float2 Hash2(float2 cell)
{
    float2 mixed = float2(dot(cell, float2(127.1, 311.7)), dot(cell, float2(269.5, 183.3)));
    return frac(sin(mixed) * 43758.5453);
}

// Value noise from 0 to 1, one cell per unit.
float ValueNoise(float2 position)
{
    float2 cell = floor(position);
    float2 part = smoothstep(0.0, 1.0, frac(position));
    float bottom = lerp(Hash2(cell).x, Hash2(cell + float2(1, 0)).x, part.x);
    float top = lerp(Hash2(cell + float2(0, 1)).x, Hash2(cell + float2(1, 1)).x, part.x);
    return lerp(bottom, top, part.y);
}

#endif
