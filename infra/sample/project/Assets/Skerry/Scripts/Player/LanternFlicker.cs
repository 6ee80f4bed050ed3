using UnityEngine;

namespace Skerry.Player
{
    /// <summary>Makes a small flame restless.</summary>
    public sealed class LanternFlicker : MonoBehaviour
    {
        [SerializeField] private Light flame;
        [SerializeField] private AnimationCurve flicker = AnimationCurve.Constant(0f, 1f, 1f);
        [SerializeField, Min(0f)] private float cyclesPerSecond = 1.5f;

        private float fullIntensity;

        private void Awake()
        {
            fullIntensity = flame.intensity;
        }

        private void Update()
        {
            flame.intensity = fullIntensity * flicker.Evaluate(Mathf.Repeat(Time.time * cyclesPerSecond, 1f));
        }
    }
}
