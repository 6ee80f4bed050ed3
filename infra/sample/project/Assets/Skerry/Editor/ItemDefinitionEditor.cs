using Skerry.Data;
using UnityEditor;
using UnityEngine;

namespace Skerry.Editor
{
    /// <summary>Shows an item's icon above its fields and points out what is not filled in yet.</summary>
    [CustomEditor(typeof(ItemDefinition))]
    public sealed class ItemDefinitionEditor : UnityEditor.Editor
    {
        private const float IconSize = 64f;

        public override void OnInspectorGUI()
        {
            ItemDefinition item = (ItemDefinition)target;
            if (item.Icon != null)
            {
                Rect area = GUILayoutUtility.GetRect(IconSize, IconSize, GUILayout.ExpandWidth(false));
                GUI.DrawTexture(area, item.Icon.texture, ScaleMode.ScaleToFit);
            }
            else
            {
                EditorGUILayout.HelpBox("This item has no icon.", MessageType.Warning);
            }

            DrawDefaultInspector();
        }
    }
}
