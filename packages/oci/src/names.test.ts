import { expect, test } from "bun:test";
import fc from "fast-check";
import { checkDigest, checkReference, checkRepository, parseRepository, repositoryFor, repositoryKinds } from "./names.ts";

test("a project's repository names its workspace, project and kind, and can be read back", () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), fc.constantFrom(...repositoryKinds), (workspaceId, projectId, kind) => {
      const name = repositoryFor({ workspaceId, projectId, kind });
      expect(name).toBe(`ws-${workspaceId}/p-${projectId}/${kind}`);
      expect(checkRepository(name)).toBe(name);
      expect(parseRepository(name)).toEqual({ workspaceId, projectId, kind });
    }),
  );
});

test("an id that is no lower-case UUID makes no repository", () => {
  const id = crypto.randomUUID();
  for (const bad of ["", "..", id.toUpperCase(), `${id}/p-${id}`, `${id}\n`]) {
    expect(() => repositoryFor({ workspaceId: bad, projectId: id, kind: "files" })).toThrow(TypeError);
    expect(() => repositoryFor({ workspaceId: id, projectId: bad, kind: "files" })).toThrow(TypeError);
  }
  for (const name of [`ws-${id}/p-${id}`, `ws-${id}/p-${id}/other`, `x/ws-${id}/p-${id}/files`, `ws-${id}/p-${id}/files/x`]) {
    expect(parseRepository(name)).toBeNull();
  }
});

test("nothing but a name, a tag or a digest gets into a URL", () => {
  for (const bad of ["", "A", "a//b", "../b", "a/../b", "a/", "a?x", "a#", "a b", "a%2fb", `a/${"b".repeat(200)}`]) {
    expect(() => checkRepository(bad)).toThrow(TypeError);
  }
  for (const bad of ["", ".x", "a/b", "a?b", "..", "sha256:12", "a".repeat(129)]) expect(() => checkReference(bad)).toThrow(TypeError);
  for (const bad of ["", "sha256:", `sha256:${"A".repeat(64)}`, `sha256:${"a".repeat(65)}`, `md5:${"a".repeat(64)}`]) {
    expect(() => checkDigest(bad)).toThrow(TypeError);
  }
});
