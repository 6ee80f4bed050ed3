using System;
using Skerry.Data;
using UnityEngine;

namespace Skerry.Player
{
    /// <summary>Some items of one kind.</summary>
    [Serializable]
    public struct ItemStack
    {
        [SerializeField] private ItemDefinition item;
        [SerializeField, Min(0)] private int count;

        public ItemStack(ItemDefinition item, int count)
        {
            this.item = item;
            this.count = count;
        }

        public ItemDefinition Item => item;

        public int Count => count;
    }
}
