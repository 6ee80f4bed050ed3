using Skerry.Core;
using UnityEngine;
using UnityEngine.UI;

namespace Skerry.Interface
{
    /// <summary>The first screen: play or leave.</summary>
    public sealed class MenuScreen : MonoBehaviour
    {
        [SerializeField] private SceneLoader loader;
        [SerializeField] private Text versionLabel;

        private void Start()
        {
            versionLabel.text = $"Version {Application.version}";
        }

        public void Play()
        {
            loader.Load();
        }

        public void Quit()
        {
            Application.Quit();
        }
    }
}
