/** Fields that say how an object hangs together with others; columns of their own have them. */
export const HOUSEKEEPING: ReadonlySet<string> = new Set([
  "m_ObjectHideFlags",
  "m_CorrespondingSourceObject",
  "m_PrefabInstance",
  "m_PrefabAsset",
  "m_PrefabParentObject",
  "m_PrefabInternal",
  "m_GameObject",
  "m_EditorHideFlags",
  "m_Script",
  "m_EditorClassIdentifier",
]);
