using UnityEngine;

namespace Skerry.World
{
    /// <summary>Circles a gull over a point; it flaps on the way up and glides on the way down.</summary>
    public sealed class GullPath : MonoBehaviour
    {
        private static readonly int Flapping = Animator.StringToHash("Flapping");

        [SerializeField, Min(1f)] private float radiusMetres = 14f;
        [SerializeField] private float swayMetres = 2f;
        [SerializeField, Min(0f)] private float degreesPerSecond = 20f;
        [SerializeField] private Animator wings;
        [SerializeField] private AudioSource cry;

        private Vector3 centre;
        private float angle;

        private void Awake()
        {
            centre = transform.position;
            angle = Random.Range(0f, 360f);
        }

        private void Update()
        {
            angle = Mathf.Repeat(angle + degreesPerSecond * Time.deltaTime, 360f);
            float turn = angle * Mathf.Deg2Rad;
            Vector3 offset = new Vector3(Mathf.Cos(turn) * radiusMetres, Mathf.Sin(turn * 3f) * swayMetres, Mathf.Sin(turn) * radiusMetres);
            Vector3 before = transform.position;
            transform.position = centre + offset;
            Vector3 way = transform.position - before;
            if (way.sqrMagnitude > 0f)
            {
                transform.rotation = Quaternion.LookRotation(way);
            }

            bool climbs = way.y > 0f;
            if (climbs && !wings.GetBool(Flapping))
            {
                cry.Play();
            }

            wings.SetBool(Flapping, climbs);
        }
    }
}
