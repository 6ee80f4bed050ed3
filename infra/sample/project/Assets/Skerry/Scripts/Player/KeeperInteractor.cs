using Skerry.Core;
using UnityEngine;

namespace Skerry.Player
{
    /// <summary>Finds the nearest thing the keeper can use and uses it on request.</summary>
    [RequireComponent(typeof(Inventory))]
    public sealed class KeeperInteractor : MonoBehaviour
    {
        [SerializeField, Min(0f)] private float reach = 1.8f;
        [SerializeField] private LayerMask mask = ~0;
        [SerializeField] private string button = "Submit";

        private readonly Collider[] hits = new Collider[16];
        private Inventory inventory;

        public Interactable Nearest { get; private set; }

        private void Awake()
        {
            inventory = GetComponent<Inventory>();
        }

        private void Update()
        {
            Nearest = FindNearest();
            if (Nearest != null && Input.GetButtonDown(button) && Nearest.CanUse(inventory))
            {
                Nearest.Use(inventory);
            }
        }

        private Interactable FindNearest()
        {
            int count = Physics.OverlapSphereNonAlloc(transform.position, reach, hits, mask);
            Interactable nearest = null;
            float best = float.PositiveInfinity;
            for (int index = 0; index < count; index++)
            {
                Interactable candidate = hits[index].GetComponentInParent<Interactable>();
                float distance = (hits[index].transform.position - transform.position).sqrMagnitude;
                if (candidate != null && distance < best)
                {
                    nearest = candidate;
                    best = distance;
                }
            }

            return nearest;
        }
    }
}
