import type { SceneChange } from "@slate/schema/api";

export type ChangedComponent = { id: string; name: string | null; kind: "added" | "removed" | "changed"; properties: SceneChange[] };
export type ChangedObject = {
  localId: string;
  path: string;
  kind: "added" | "removed" | "moved" | "changed";
  /** Where it was, for one that moved. */
  movedFrom: string | null;
  components: ChangedComponent[];
};

/** Changes by object and component, in the order in which they were told. */
export function groupChanges(changes: readonly SceneChange[]): ChangedObject[] {
  const objects = new Map<string, ChangedObject>();
  for (const change of changes) {
    let object = objects.get(change.localId);
    if (!object) {
      object = { localId: change.localId, path: change.object, kind: "changed", movedFrom: null, components: [] };
      objects.set(change.localId, object);
    }
    if (change.kind === "object-added") object.kind = "added";
    else if (change.kind === "object-removed") object.kind = "removed";
    else if (change.kind === "object-moved") {
      object.kind = "moved";
      object.movedFrom = typeof change.before === "string" ? change.before : null;
    } else {
      const component = componentOf(object, change);
      if (change.kind === "component-added") component.kind = "added";
      else if (change.kind === "component-removed") component.kind = "removed";
      else component.properties.push(change);
    }
  }
  return [...objects.values()];
}

function componentOf(object: ChangedObject, { component, componentLocalId }: SceneChange): ChangedComponent {
  const id = `${componentLocalId ?? ""} ${component ?? ""}`;
  const known = object.components.find((one) => one.id === id);
  if (known) return known;
  const made: ChangedComponent = { id, name: component, kind: "changed", properties: [] };
  object.components.push(made);
  return made;
}
