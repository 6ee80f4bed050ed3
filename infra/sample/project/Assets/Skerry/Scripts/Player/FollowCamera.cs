using UnityEngine;

namespace Skerry.Player
{
    /// <summary>Keeps the camera behind what it follows, softly.</summary>
    public sealed class FollowCamera : MonoBehaviour
    {
        [SerializeField] private Transform target;
        [SerializeField] private Vector3 offset = new Vector3(0f, 3f, -6f);
        [SerializeField, Min(0.01f)] private float smoothSeconds = 0.25f;

        private Vector3 velocity;

        public void Follow(Transform newTarget)
        {
            target = newTarget;
        }

        private void LateUpdate()
        {
            if (target == null)
            {
                return;
            }

            Vector3 goal = target.position + offset;
            transform.position = Vector3.SmoothDamp(transform.position, goal, ref velocity, smoothSeconds);
            transform.LookAt(target.position + Vector3.up);
        }
    }
}
