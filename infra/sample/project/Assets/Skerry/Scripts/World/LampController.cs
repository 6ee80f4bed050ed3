using Skerry.Core;
using Skerry.Data;
using Skerry.Player;
using UnityEngine;

namespace Skerry.World
{
    /// <summary>The great lamp: it burns oil and turns while it is lit.</summary>
    public sealed class LampController : Interactable
    {
        [SerializeField] private Animator head;
        [SerializeField] private Light beam;
        [SerializeField] private Renderer cone;
        [SerializeField] private AudioSource hum;
        [SerializeField] private ItemDefinition fuel;
        [SerializeField, Min(1f)] private float secondsPerCan = 180f;

        private float secondsLeft;

        public bool IsLit => secondsLeft > 0f;

        /// <summary>How full the reservoir is, from 0 to 1.</summary>
        public float Level => Mathf.Clamp01(secondsLeft / secondsPerCan);

        public override bool CanUse(Inventory inventory)
        {
            return inventory.Count(fuel) > 0;
        }

        public override void Use(Inventory inventory)
        {
            if (inventory.TryTake(fuel, 1))
            {
                secondsLeft += secondsPerCan;
                Show();
            }
        }

        private void Start()
        {
            Show();
        }

        private void Update()
        {
            if (!IsLit)
            {
                return;
            }

            secondsLeft = Mathf.Max(0f, secondsLeft - Time.deltaTime);
            if (!IsLit)
            {
                Show();
            }
        }

        private void Show()
        {
            beam.enabled = IsLit;
            cone.enabled = IsLit;
            head.enabled = IsLit;
            if (IsLit && !hum.isPlaying)
            {
                hum.Play();
            }
            else if (!IsLit)
            {
                hum.Stop();
            }
        }
    }
}
