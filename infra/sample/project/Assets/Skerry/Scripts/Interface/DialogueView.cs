using System.Collections;
using Skerry.Data;
using Skerry.Player;
using UnityEngine;
using UnityEngine.UI;

namespace Skerry.Interface
{
    /// <summary>Types out a dialogue and applies what follows from it.</summary>
    public sealed class DialogueView : MonoBehaviour
    {
        [SerializeField] private Text speaker;
        [SerializeField] private Text body;
        [SerializeField] private Image portrait;
        [SerializeField] private AudioSource voice;
        [SerializeField, Min(1f)] private float charactersPerSecond = 40f;

        private bool skips;

        public IEnumerator Run(DialogueScript script, Inventory inventory)
        {
            gameObject.SetActive(true);
            speaker.text = script.Speaker;
            portrait.sprite = script.Portrait;
            foreach (DialogueLine line in script.Lines)
            {
                yield return Type(line);
            }

            foreach (DialogueEffect effect in script.Effects)
            {
                effect.Apply(inventory);
            }

            gameObject.SetActive(false);
        }

        /// <summary>Called by the button: shows the whole line at once.</summary>
        public void Skip()
        {
            skips = true;
        }

        private IEnumerator Type(DialogueLine line)
        {
            if (line.Sound != null)
            {
                voice.PlayOneShot(line.Sound);
            }

            skips = false;
            for (float shown = 0f; shown < line.Text.Length && !skips; shown += charactersPerSecond * Time.deltaTime)
            {
                body.text = line.Text.Substring(0, Mathf.FloorToInt(shown));
                yield return null;
            }

            body.text = line.Text;
            yield return new WaitForSeconds(1.5f);
        }
    }
}
