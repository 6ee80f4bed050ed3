using Skerry.Player;
using UnityEngine;
using UnityEngine.UI;

namespace Skerry.Interface
{
    /// <summary>One slot of the bag: an icon and a number.</summary>
    public sealed class InventorySlotView : MonoBehaviour
    {
        [SerializeField] private Image icon;
        [SerializeField] private Text count;

        public void Show(ItemStack stack)
        {
            icon.enabled = true;
            icon.sprite = stack.Item.Icon;
            icon.color = stack.Item.Tint;
            count.text = stack.Count > 1 ? stack.Count.ToString() : string.Empty;
        }

        public void Clear()
        {
            icon.enabled = false;
            count.text = string.Empty;
        }
    }
}
