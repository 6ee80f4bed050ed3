using System;
using System.Collections.Generic;
using Skerry.Player;
using UnityEngine;

namespace Skerry.Data
{
    /// <summary>A task of the keeper; it is met when the bag holds what every step asks for.</summary>
    [CreateAssetMenu(menuName = "Skerry/Quest")]
    public sealed class QuestDefinition : ScriptableObject
    {
        [SerializeField] private string title;
        [SerializeField, TextArea] private string summary;
        [SerializeField] private List<QuestStep> steps = new List<QuestStep>();
        [SerializeField] private ItemDefinition reward;
        [SerializeField] private QuestDefinition next;

        public string Title => title;

        public string Summary => summary;

        public IReadOnlyList<QuestStep> Steps => steps;

        public ItemDefinition Reward => reward;

        public QuestDefinition Next => next;

        public bool IsMetBy(Inventory inventory)
        {
            return steps.TrueForAll(step => inventory.Count(step.Item) >= step.Count);
        }
    }

    [Serializable]
    public struct QuestStep
    {
        [SerializeField] private string text;
        [SerializeField] private ItemDefinition item;
        [SerializeField, Min(0)] private int count;

        public string Text => text;

        public ItemDefinition Item => item;

        public int Count => count;
    }
}
