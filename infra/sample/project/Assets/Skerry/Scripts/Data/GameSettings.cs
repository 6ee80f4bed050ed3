using UnityEngine;

namespace Skerry.Data
{
    /// <summary>The values a designer changes most, in one place.</summary>
    [CreateAssetMenu(menuName = "Skerry/Game Settings")]
    public sealed class GameSettings : ScriptableObject
    {
        [SerializeField, Range(30, 144)] private int targetFrameRate = 60;
        [SerializeField, Range(0.1f, 5f)] private float lookSensitivity = 1f;
        [SerializeField] private GameObject keeperPrefab;
        [SerializeField] private QuestDefinition firstQuest;
        [SerializeField] private SoundBank sounds;
        [SerializeField] private TextAsset language;

        public int TargetFrameRate => targetFrameRate;

        public float LookSensitivity => lookSensitivity;

        public GameObject KeeperPrefab => keeperPrefab;

        public QuestDefinition FirstQuest => firstQuest;

        public SoundBank Sounds => sounds;

        public TextAsset Language => language;
    }
}
