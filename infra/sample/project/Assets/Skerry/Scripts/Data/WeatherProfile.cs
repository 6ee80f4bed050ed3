using UnityEngine;

namespace Skerry.Data
{
    /// <summary>What a kind of weather looks and sounds like.</summary>
    [CreateAssetMenu(menuName = "Skerry/Weather")]
    public sealed class WeatherProfile : ScriptableObject
    {
        [SerializeField] private string displayName;
        [SerializeField] private Sprite icon;
        [SerializeField] private Color fogColor = Color.grey;
        [SerializeField, Range(0f, 0.2f)] private float fogDensity = 0.01f;
        [SerializeField, Min(0f)] private float windSpeed;
        [SerializeField, Range(0f, 2f)] private float sunIntensity = 1f;
        [SerializeField] private AudioClip ambience;
        [SerializeField] private AnimationCurve gusts = AnimationCurve.Constant(0f, 1f, 1f);

        public string DisplayName => displayName;

        public Sprite Icon => icon;

        public Color FogColor => fogColor;

        public float FogDensity => fogDensity;

        public float SunIntensity => sunIntensity;

        public AudioClip Ambience => ambience;

        /// <summary>Wind in metres per second at a moment of the gust cycle (0 to 1).</summary>
        public float WindAt(float phase)
        {
            return windSpeed * gusts.Evaluate(Mathf.Repeat(phase, 1f));
        }
    }
}
