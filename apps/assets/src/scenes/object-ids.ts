const MASK = 0x7fff_ffff_ffff_ffffn;

/** The id that an object of a prefab has in the file of an instance: Unity's rule in prefabs; in scenes only where no placeholder is written. */
export const placeholderId = (instanceId: string, sourceId: string): string => String((BigInt(instanceId) ^ BigInt(sourceId)) & MASK);
