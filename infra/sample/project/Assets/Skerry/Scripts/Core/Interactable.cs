using Skerry.Player;
using UnityEngine;

namespace Skerry.Core
{
    /// <summary>Something the keeper can use when standing near it.</summary>
    public abstract class Interactable : MonoBehaviour
    {
        [SerializeField] private string prompt = "Use";

        public string Prompt => prompt;

        /// <summary>Whether using it would do something now.</summary>
        public abstract bool CanUse(Inventory inventory);

        public abstract void Use(Inventory inventory);
    }
}
