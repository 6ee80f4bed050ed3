using System;
using System.Collections.Generic;
using Skerry.Data;
using UnityEngine;

namespace Skerry.Player
{
    /// <summary>The keeper's bag: a few slots, each with one kind of item.</summary>
    public sealed class Inventory : MonoBehaviour
    {
        [SerializeField, Min(1)] private int capacity = 6;
        [SerializeField] private List<ItemStack> stacks = new List<ItemStack>();

        public event Action Changed;

        public int Capacity => capacity;

        public IReadOnlyList<ItemStack> Stacks => stacks;

        public int Count(ItemDefinition item)
        {
            int total = 0;
            foreach (ItemStack stack in stacks)
            {
                total += stack.Item == item ? stack.Count : 0;
            }

            return total;
        }

        /// <summary>Puts items in, fills started stacks first, and returns how many found no room.</summary>
        public int Add(ItemDefinition item, int count)
        {
            int left = count;
            for (int index = 0; index < stacks.Count && left > 0; index++)
            {
                if (stacks[index].Item == item)
                {
                    int moved = Mathf.Min(left, item.StackSize - stacks[index].Count);
                    stacks[index] = new ItemStack(item, stacks[index].Count + moved);
                    left -= moved;
                }
            }

            while (left > 0 && stacks.Count < capacity)
            {
                int moved = Mathf.Min(left, item.StackSize);
                stacks.Add(new ItemStack(item, moved));
                left -= moved;
            }

            Changed?.Invoke();
            return left;
        }

        /// <summary>Takes items out; takes none when there are too few.</summary>
        public bool TryTake(ItemDefinition item, int count)
        {
            if (Count(item) < count)
            {
                return false;
            }

            int left = count;
            for (int index = stacks.Count - 1; index >= 0 && left > 0; index--)
            {
                if (stacks[index].Item != item)
                {
                    continue;
                }

                int moved = Mathf.Min(left, stacks[index].Count);
                left -= moved;
                if (moved == stacks[index].Count)
                {
                    stacks.RemoveAt(index);
                }
                else
                {
                    stacks[index] = new ItemStack(item, stacks[index].Count - moved);
                }
            }

            Changed?.Invoke();
            return true;
        }
    }
}
