using System;
using System.Collections.Generic;
using UnityEngine;

namespace Skerry.Data
{
    /// <summary>Sounds by key, each with a volume and a range of pitch.</summary>
    [CreateAssetMenu(menuName = "Skerry/Sound Bank")]
    public sealed class SoundBank : ScriptableObject
    {
        [SerializeField] private List<SoundEntry> entries = new List<SoundEntry>();

        public bool TryPlay(string key, AudioSource source)
        {
            int index = entries.FindIndex(entry => entry.Key == key);
            if (index < 0)
            {
                return false;
            }

            SoundEntry found = entries[index];
            source.pitch = UnityEngine.Random.Range(found.PitchRange.x, found.PitchRange.y);
            source.PlayOneShot(found.Clip, found.Volume);
            return true;
        }
    }

    [Serializable]
    public struct SoundEntry
    {
        [SerializeField] private string key;
        [SerializeField] private AudioClip clip;
        [SerializeField, Range(0f, 1f)] private float volume;
        [SerializeField] private Vector2 pitchRange;

        public string Key => key;

        public AudioClip Clip => clip;

        public float Volume => volume;

        public Vector2 PitchRange => pitchRange;
    }
}
