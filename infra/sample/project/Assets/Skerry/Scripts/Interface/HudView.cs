using System.Collections.Generic;
using Skerry.Core;
using Skerry.Player;
using Skerry.World;
using UnityEngine;
using UnityEngine.UI;

namespace Skerry.Interface
{
    /// <summary>Clock, lamp gauge and bag at the edge of the screen.</summary>
    public sealed class HudView : MonoBehaviour
    {
        [SerializeField] private Text clockLabel;
        [SerializeField] private Text promptLabel;
        [SerializeField] private Image lampGauge;
        [SerializeField] private List<InventorySlotView> slots = new List<InventorySlotView>();
        [SerializeField] private CanvasGroup group;

        private GameClock clock;
        private LampController lamp;
        private Inventory inventory;

        public void Bind(GameClock newClock, LampController newLamp, Inventory newInventory)
        {
            clock = newClock;
            lamp = newLamp;
            inventory = newInventory;
            inventory.Changed += ShowBag;
            group.alpha = 1f;
            ShowBag();
        }

        public void ShowPrompt(string text)
        {
            promptLabel.text = text;
        }

        private void Update()
        {
            if (clock == null)
            {
                return;
            }

            int hour = Mathf.FloorToInt(clock.Hour);
            int minute = Mathf.FloorToInt((clock.Hour - hour) * 60f);
            clockLabel.text = $"{hour:00}:{minute:00}";
            lampGauge.fillAmount = lamp.Level;
        }

        private void OnDestroy()
        {
            if (inventory != null)
            {
                inventory.Changed -= ShowBag;
            }
        }

        private void ShowBag()
        {
            for (int index = 0; index < slots.Count; index++)
            {
                if (index < inventory.Stacks.Count)
                {
                    slots[index].Show(inventory.Stacks[index]);
                }
                else
                {
                    slots[index].Clear();
                }
            }
        }
    }
}
