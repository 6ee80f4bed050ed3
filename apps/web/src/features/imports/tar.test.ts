import { expect, test } from "bun:test";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeTar } from "./tar.ts";

/** What the system's tar makes of it. */
async function extract(tar: Blob): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), "slate-tar-"));
  try {
    const run = Bun.spawn(["tar", "-x", "-C", folder], { stdin: tar, stderr: "pipe" });
    expect(await new Response(run.stderr).text()).toBe("");
    expect(await run.exited).toBe(0);
    const names = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return Object.fromEntries(await Promise.all(files.map(async (path) => [path.slice(folder.length + 1), await readFile(path, "utf8")])));
  } finally {
    await rm(folder, { recursive: true });
  }
}

const entry = (path: string, content: string) => ({ path, file: new File([content], "x") });

test("another program reads every file back, whatever its size and name", async () => {
  const contents = {
    "Assets/empty.txt": "",
    "Assets/Player.cs": "class Player {}\n",
    "Assets/exactly-one-block.bin": "x".repeat(512),
    "Assets/Grüße/世界.txt": "hello",
    [`${"very-long-folder/".repeat(12)}file.meta`]: "guid: 1",
    [`${"é".repeat(80)}.cs`]: "y".repeat(1000),
  };
  const tar = makeTar(Object.entries(contents).map(([path, content]) => entry(path, content)));
  expect(await extract(tar)).toEqual(contents);
});

test("nothing is read before it is sent: the archive is made of the files themselves", () => {
  const file = new File(["x"], "x");
  file.arrayBuffer = () => Promise.reject(new Error("read too early"));
  expect(makeTar([{ path: "a", file }]).size).toBe(512 * 4);
});
