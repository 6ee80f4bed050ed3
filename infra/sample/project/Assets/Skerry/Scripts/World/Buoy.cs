using UnityEngine;

namespace Skerry.World
{
    /// <summary>Bobs on the swell and rings when it leans far.</summary>
    public sealed class Buoy : MonoBehaviour
    {
        [SerializeField, Min(0f)] private float amplitudeMetres = 0.3f;
        [SerializeField, Min(0.1f)] private float periodSeconds = 4f;
        [SerializeField, Range(0f, 45f)] private float leanDegrees = 12f;
        [SerializeField] private AudioSource bell;

        private Vector3 rest;
        private float phase;
        private float lastLean;

        private void Awake()
        {
            rest = transform.localPosition;
            phase = Mathf.Repeat(rest.x * 0.37f + rest.z * 0.53f, 1f);
        }

        private void Update()
        {
            float turn = (Time.time / periodSeconds + phase) * Mathf.PI * 2f;
            float lean = Mathf.Sin(turn) * leanDegrees;
            transform.localPosition = rest + Vector3.up * (Mathf.Cos(turn) * amplitudeMetres);
            transform.localRotation = Quaternion.Euler(lean, 0f, lean * 0.4f);
            if (bell != null && lastLean < 0f && lean >= 0f)
            {
                bell.Play();
            }

            lastLean = lean;
        }
    }
}
