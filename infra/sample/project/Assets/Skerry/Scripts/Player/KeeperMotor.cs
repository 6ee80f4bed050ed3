using UnityEngine;

namespace Skerry.Player
{
    /// <summary>Walks the keeper over the island.</summary>
    [RequireComponent(typeof(CharacterController))]
    public sealed class KeeperMotor : MonoBehaviour
    {
        private static readonly int Walking = Animator.StringToHash("Walking");

        [SerializeField, Min(0f)] private float walkSpeed = 3.2f;
        [SerializeField, Min(0f)] private float turnDegreesPerSecond = 540f;
        [SerializeField] private float gravity = -9.81f;
        [SerializeField] private Animator animator;
        [SerializeField] private AudioSource steps;

        private CharacterController body;
        private float fallSpeed;

        /// <summary>Called by the walk animation when a foot touches the ground.</summary>
        public void PlayStep()
        {
            steps.pitch = Random.Range(0.9f, 1.1f);
            steps.Play();
        }

        private void Awake()
        {
            body = GetComponent<CharacterController>();
        }

        private void Update()
        {
            Vector3 wish = new Vector3(Input.GetAxis("Horizontal"), 0f, Input.GetAxis("Vertical"));
            Vector3 direction = Vector3.ClampMagnitude(wish, 1f);
            bool walks = direction.sqrMagnitude > 0.01f;
            if (walks)
            {
                Quaternion goal = Quaternion.LookRotation(direction);
                transform.rotation = Quaternion.RotateTowards(transform.rotation, goal, turnDegreesPerSecond * Time.deltaTime);
            }

            fallSpeed = body.isGrounded ? -1f : fallSpeed + gravity * Time.deltaTime;
            body.Move((direction * walkSpeed + Vector3.up * fallSpeed) * Time.deltaTime);
            animator.SetBool(Walking, walks);
        }
    }
}
