using Skerry.Core;
using Skerry.Data;
using Skerry.Player;
using UnityEngine;

namespace Skerry.World
{
    /// <summary>A door that may ask for a key once.</summary>
    public sealed class Door : Interactable
    {
        private static readonly int Open = Animator.StringToHash("Open");

        [SerializeField] private Animator animator;
        [SerializeField] private AudioSource hinge;
        [SerializeField] private ItemDefinition key;

        private bool unlocked;
        private bool open;

        public override bool CanUse(Inventory inventory)
        {
            return unlocked || key == null || inventory.Count(key) > 0;
        }

        public override void Use(Inventory inventory)
        {
            unlocked = true;
            open = !open;
            animator.SetBool(Open, open);
        }

        /// <summary>Called by the opening animation.</summary>
        public void PlayCreak()
        {
            hinge.Play();
        }
    }
}
