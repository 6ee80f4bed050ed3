using System.Collections.Generic;
using Skerry.Data;
using UnityEngine;

namespace Skerry.World
{
    /// <summary>Blends fog, sun and sound from one weather to the next.</summary>
    public sealed class WeatherController : MonoBehaviour
    {
        [SerializeField] private List<WeatherProfile> profiles = new List<WeatherProfile>();
        [SerializeField, Min(0.1f)] private float blendSeconds = 20f;
        [SerializeField, Min(1f)] private float holdSeconds = 120f;
        [SerializeField] private Light sun;
        [SerializeField] private AudioSource ambience;

        private int current;
        private float elapsed;

        public WeatherProfile Current => profiles.Count == 0 ? null : profiles[current];

        private void Update()
        {
            if (profiles.Count == 0)
            {
                return;
            }

            elapsed += Time.deltaTime;
            if (elapsed > holdSeconds + blendSeconds)
            {
                elapsed = 0f;
                current = (current + 1) % profiles.Count;
                ambience.clip = Current.Ambience;
                ambience.Play();
            }

            WeatherProfile next = profiles[(current + 1) % profiles.Count];
            Blend(Current, next, Mathf.Clamp01((elapsed - holdSeconds) / blendSeconds));
        }

        private void Blend(WeatherProfile from, WeatherProfile to, float part)
        {
            RenderSettings.fogColor = Color.Lerp(from.FogColor, to.FogColor, part);
            RenderSettings.fogDensity = Mathf.Lerp(from.FogDensity, to.FogDensity, part);
            sun.intensity = Mathf.Lerp(from.SunIntensity, to.SunIntensity, part);
        }
    }
}
