using Skerry.Data;
using Skerry.Player;
using Skerry.World;
using UnityEngine;

namespace Skerry.Core
{
    /// <summary>Starts a night on the island and decides how it ends.</summary>
    public sealed class GameDirector : MonoBehaviour
    {
        [SerializeField] private GameSettings settings;
        [SerializeField] private GameClock clock;
        [SerializeField] private LampController lamp;
        [SerializeField] private Transform spawnPoint;
        [SerializeField] private EventChannel nightFell;

        public KeeperMotor Keeper { get; private set; }

        public QuestDefinition CurrentQuest { get; private set; }

        private void Awake()
        {
            Application.targetFrameRate = settings.TargetFrameRate;
            CurrentQuest = settings.FirstQuest;
        }

        private void OnEnable()
        {
            nightFell.Raised += OnNightFell;
        }

        private void Start()
        {
            GameObject keeper = Instantiate(settings.KeeperPrefab, spawnPoint.position, spawnPoint.rotation);
            Keeper = keeper.GetComponent<KeeperMotor>();
        }

        private void OnDisable()
        {
            nightFell.Raised -= OnNightFell;
        }

        /// <summary>Moves on to the next quest when the keeper carries what the current one asks for.</summary>
        public bool TryCompleteQuest(Inventory inventory)
        {
            if (CurrentQuest == null || !CurrentQuest.IsMetBy(inventory))
            {
                return false;
            }

            if (CurrentQuest.Reward != null)
            {
                inventory.Add(CurrentQuest.Reward, 1);
            }

            CurrentQuest = CurrentQuest.Next;
            return true;
        }

        private void OnNightFell()
        {
            if (!lamp.IsLit)
            {
                Debug.LogWarning($"The lamp is dark at {clock.Hour:0.0} h; boats are in danger.", this);
            }
        }
    }
}
