using System.Collections.Generic;
using UnityEngine;

namespace Skerry.World
{
    /// <summary>Sails a boat along waypoints, in a ring or there and back.</summary>
    public sealed class BoatRoute : MonoBehaviour
    {
        [SerializeField] private List<Transform> waypoints = new List<Transform>();
        [SerializeField, Min(0f)] private float metresPerSecond = 2.5f;
        [SerializeField, Min(0f)] private float turnDegreesPerSecond = 25f;
        [SerializeField] private bool ring = true;

        private int next;
        private int direction = 1;

        private void Update()
        {
            if (waypoints.Count < 2)
            {
                return;
            }

            Vector3 way = waypoints[next].position - transform.position;
            if (way.magnitude < 1f)
            {
                Advance();
                return;
            }

            Quaternion goal = Quaternion.LookRotation(way);
            transform.rotation = Quaternion.RotateTowards(transform.rotation, goal, turnDegreesPerSecond * Time.deltaTime);
            transform.position += transform.forward * (metresPerSecond * Time.deltaTime);
        }

        private void Advance()
        {
            if (ring)
            {
                next = (next + 1) % waypoints.Count;
                return;
            }

            if (next + direction < 0 || next + direction >= waypoints.Count)
            {
                direction = -direction;
            }

            next += direction;
        }

        private void OnDrawGizmosSelected()
        {
            Gizmos.color = Color.cyan;
            for (int index = 1; index < waypoints.Count; index++)
            {
                Gizmos.DrawLine(waypoints[index - 1].position, waypoints[index].position);
            }
        }
    }
}
