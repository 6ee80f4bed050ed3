using System;
using UnityEngine;

namespace Skerry.Core
{
    /// <summary>An event as an asset: senders and listeners share the asset and need not know each other.</summary>
    [CreateAssetMenu(menuName = "Skerry/Event Channel")]
    public sealed class EventChannel : ScriptableObject
    {
        [SerializeField, TextArea] private string description;

        public event Action Raised;

        public string Description => description;

        public void Raise()
        {
            Raised?.Invoke();
        }
    }
}
