using Skerry.Core;
using Skerry.Data;
using Skerry.Player;
using UnityEngine;

namespace Skerry.World
{
    /// <summary>Items that lie on the island until there is room for them in the bag.</summary>
    public sealed class Pickup : Interactable
    {
        [SerializeField] private ItemDefinition item;
        [SerializeField, Min(1)] private int count = 1;
        [SerializeField] private AudioClip sound;
        [SerializeField, Min(0f)] private float turnDegreesPerSecond = 40f;

        public override bool CanUse(Inventory inventory)
        {
            return count > 0;
        }

        public override void Use(Inventory inventory)
        {
            int left = inventory.Add(item, count);
            if (left == count)
            {
                return;
            }

            AudioSource.PlayClipAtPoint(sound, transform.position);
            count = left;
            if (count == 0)
            {
                Destroy(gameObject);
            }
        }

        private void Update()
        {
            transform.Rotate(0f, turnDegreesPerSecond * Time.deltaTime, 0f, Space.World);
        }
    }
}
