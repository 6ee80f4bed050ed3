using System.Collections;
using UnityEngine;
using UnityEngine.SceneManagement;

namespace Skerry.Core
{
    /// <summary>Loads a scene by name and keeps the loading screen up long enough to be read.</summary>
    public sealed class SceneLoader : MonoBehaviour
    {
        [SerializeField] private string sceneName = "MainMenu";
        [SerializeField, Min(0f)] private float minimumSeconds = 0.5f;
        [SerializeField] private bool loadOnStart;

        private bool loading;

        private void Start()
        {
            if (loadOnStart)
            {
                Load();
            }
        }

        public void Load()
        {
            if (!loading)
            {
                StartCoroutine(LoadRoutine());
            }
        }

        private IEnumerator LoadRoutine()
        {
            loading = true;
            AsyncOperation operation = SceneManager.LoadSceneAsync(sceneName);
            operation.allowSceneActivation = false;
            yield return new WaitForSecondsRealtime(minimumSeconds);
            operation.allowSceneActivation = true;
            yield return operation;
            loading = false;
        }
    }
}
