using System;
using System.Collections.Generic;
using UnityEngine;

namespace Skerry.Data
{
    /// <summary>What someone says, line by line, and what happens afterwards.</summary>
    [CreateAssetMenu(menuName = "Skerry/Dialogue")]
    public sealed class DialogueScript : ScriptableObject
    {
        [SerializeField] private string speaker;
        [SerializeField] private Sprite portrait;
        [SerializeField] private List<DialogueLine> lines = new List<DialogueLine>();
        [SerializeReference] private List<DialogueEffect> effects = new List<DialogueEffect>();

        public string Speaker => speaker;

        public Sprite Portrait => portrait;

        public IReadOnlyList<DialogueLine> Lines => lines;

        public IReadOnlyList<DialogueEffect> Effects => effects;
    }

    [Serializable]
    public struct DialogueLine
    {
        [SerializeField, TextArea] private string text;
        [SerializeField] private AudioClip sound;

        public string Text => text;

        public AudioClip Sound => sound;
    }
}
