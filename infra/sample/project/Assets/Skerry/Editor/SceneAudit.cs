using UnityEditor;
using UnityEngine;
using UnityEngine.SceneManagement;

namespace Skerry.Editor
{
    /// <summary>Lists missing scripts of the open scenes in the console.</summary>
    public static class SceneAudit
    {
        [MenuItem("Skerry/Find Missing Scripts")]
        public static void FindMissingScripts()
        {
            int found = 0;
            for (int index = 0; index < SceneManager.sceneCount; index++)
            {
                foreach (GameObject root in SceneManager.GetSceneAt(index).GetRootGameObjects())
                {
                    found += Report(root.transform);
                }
            }

            Debug.Log($"{found} missing scripts.");
        }

        private static int Report(Transform node)
        {
            int found = GameObjectUtility.GetMonoBehavioursWithMissingScriptCount(node.gameObject);
            if (found > 0)
            {
                Debug.LogWarning($"{node.name} has {found} missing scripts.", node);
            }

            foreach (Transform child in node)
            {
                found += Report(child);
            }

            return found;
        }
    }
}
