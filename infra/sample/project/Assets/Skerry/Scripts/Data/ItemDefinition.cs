using UnityEngine;

namespace Skerry.Data
{
    /// <summary>A kind of thing that can lie on the island or in the keeper's bag.</summary>
    [CreateAssetMenu(menuName = "Skerry/Item")]
    public sealed class ItemDefinition : ScriptableObject
    {
        [SerializeField] private string id;
        [SerializeField] private string displayName;
        [SerializeField, TextArea] private string description;
        [SerializeField] private Sprite icon;
        [SerializeField, Min(1)] private int stackSize = 1;
        [SerializeField] private GameObject worldPrefab;
        [SerializeField] private Color tint = Color.white;

        public string Id => id;

        public string DisplayName => displayName;

        public string Description => description;

        public Sprite Icon => icon;

        public int StackSize => stackSize;

        public GameObject WorldPrefab => worldPrefab;

        public Color Tint => tint;
    }
}
