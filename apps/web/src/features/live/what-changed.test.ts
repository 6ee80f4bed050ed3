import { expect, test } from "bun:test";
import { keys } from "@/lib/query-keys.ts";
import { type LiveEvent, whatChanged } from "./what-changed.ts";

const counts = { create: 0, edit: 1, move: 0, delete: 0, restore: 0 };
const saved = (files: { path: string; operation: string }[] | null): LiveEvent => ({
  type: "changeset.created",
  workspaceId: "w",
  projectId: "p",
  at: "2026-03-10T12:00:00Z",
  actor: null,
  data: {
    changesetId: "c",
    kind: "edit",
    message: "",
    counts,
    files: files?.map((file) => ({ ...file, fileId: "f", version: 2 })) ?? null,
  },
});
const foldersOf = (event: LiveEvent) =>
  whatChanged(event, "w")
    .filter((key) => key[2] === "tree")
    .map((key) => key[4]);

test("an edit asks for one folder again, not for the whole tree", () => {
  expect(foldersOf(saved([{ path: "Assets/Scripts/Player.cs", operation: "edit" }]))).toEqual(["Assets/Scripts"]);
  expect(whatChanged(saved([{ path: "a.cs", operation: "edit" }]), "w")).toContainEqual(keys.file("w", "f"));
});

test("a new file changes the counts of every folder above it", () => {
  expect(foldersOf(saved([{ path: "Assets/Scripts/Player.cs", operation: "create" }])).sort()).toEqual(["", "Assets", "Assets/Scripts"]);
});

test("a move, and a change too large to list, ask for every open folder", () => {
  expect(foldersOf(saved([{ path: "b.cs", operation: "move" }]))).toEqual([undefined]);
  expect(foldersOf(saved(null))).toEqual([undefined]);
});

test("an event of a later version is no reason to fail", () => {
  expect(whatChanged({ ...saved([]), type: "planet.discovered" } as unknown as LiveEvent, "w")).toEqual([]);
});
