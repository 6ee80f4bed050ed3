using System;
using Skerry.Player;
using UnityEngine;

namespace Skerry.Data
{
    /// <summary>Something that happens at the end of a dialogue.</summary>
    [Serializable]
    public abstract class DialogueEffect
    {
        public abstract void Apply(Inventory inventory);
    }

    [Serializable]
    public sealed class GiveItemEffect : DialogueEffect
    {
        [SerializeField] private ItemDefinition item;
        [SerializeField] private int count = 1;

        public override void Apply(Inventory inventory)
        {
            inventory.Add(item, count);
        }
    }

    [Serializable]
    public sealed class TakeItemEffect : DialogueEffect
    {
        [SerializeField] private ItemDefinition item;
        [SerializeField] private int count = 1;

        public override void Apply(Inventory inventory)
        {
            inventory.TryTake(item, count);
        }
    }
}
