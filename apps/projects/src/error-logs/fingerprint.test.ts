import { expect, test } from "bun:test";
import { fingerprintOf, normaliseMessage, topFrames } from "./fingerprint.ts";

const unity = (machine: string, line: number, guid: string) => ({
  errorType: "NullReferenceException",
  errorMessage: `Object reference not set: asset ${guid} at 0x7f3a${line} took ${line}.5 ms for "player ${line}"`,
  errorStack: [
    `  at UnityEngine.Object.Instantiate (UnityEngine.Object original) [0x0000${line}] in <${"ab12".repeat(8)}>:0 `,
    `  at Skerry.Spawner.Spawn (System.Int32 count) [0x0001${line}] in ${machine}Assets/Scripts/Spawner.cs:${line} `,
    `  at Skerry.Spawner.Update () [0x00001] in ${machine}Assets/Scripts/Spawner.cs:${line + 9} `,
  ].join("\n"),
});
const ids = ["0192f0c1-2b3a-7c4d-8e5f-60718293a4b5", "5e8f9a0c1b2d4e6f8a9b0c1d2e3f4a5b"] as const;

test("the same problem has the same fingerprint on every machine, build and object", () => {
  const first = fingerprintOf(unity("/home/one/game/", 12, ids[0]));
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  expect(fingerprintOf(unity("/builds/agent 7/".replace(" ", ""), 345, "77777777-2b3a-7c4d-8e5f-60718293a4b5"))).toBe(first);
  expect(fingerprintOf(unity("C:\\work\\game\\", 12, ids[0]))).toBe(first);
});

test("another type, another message or another place in our code is another problem", () => {
  const error = unity("/a/", 1, ids[0]);
  const others = [
    { ...error, errorType: "ArgumentException" },
    { ...error, errorMessage: error.errorMessage.replace("Object", "Component") },
    { ...error, errorStack: error.errorStack.replaceAll("Spawner", "Pooler") },
    { ...error, errorStack: null },
  ];
  expect(new Set([error, ...others].map(fingerprintOf)).size).toBe(5);
});

test("frames of engines and packages do not count where our own are known", () => {
  expect(topFrames(unity("/home/one/game/", 12, ids[0]).errorStack)).toEqual([
    "Skerry.Spawner.Spawn (System.Int32 count) in Assets/Scripts/Spawner.cs",
    "Skerry.Spawner.Update () in Assets/Scripts/Spawner.cs",
  ]);
  const script = "Error: x\n    at load (https://host:8088/src/load.js:1:22)\n    at run (/opt/app/node_modules/lib/run.js:9:1)";
  expect(topFrames(script)).toEqual(["load (src/load.js)"]);
  expect(topFrames("Player:Jump() (at Assets/Player.cs:7)")).toEqual(["Player:Jump() (at Assets/Player.cs)"]);
  expect(topFrames("at UnityEngine.Debug.Log (System.Object x)")).toEqual(["UnityEngine.Debug.Log (System.Object x)"]);
  expect(topFrames("")).toEqual([]);
});

test("what varies in a message is replaced by its kind", () => {
  expect(normaliseMessage(`Cannot open /var/lib/x/y.bin or C:\\a\\b.txt: 'no "such" file' 0xDEADBEEF`)).toBe(
    "Cannot open <path> or <path>: <text> <hex>",
  );
  expect(normaliseMessage("Index 12 out of range -1..3.5e10, id 0192f0c1-2b3a-7c4d-8e5f-60718293a4b5")).toBe(
    "Index <number> out of range <number>..<number>, id <id>",
  );
  expect(normaliseMessage("facade added")).toBe("facade added");
});

test("a fingerprint is quick to make whatever the text", () => {
  const nasty = [
    "a/".repeat(4000),
    "at ".repeat(20_000),
    "'".repeat(8000),
    "9".repeat(8000),
    "f".repeat(8000),
    `${"/".repeat(30_000)}x.cs:1`,
  ];
  const started = performance.now();
  for (const text of nasty) fingerprintOf({ errorType: "E", errorMessage: text.slice(0, 8192), errorStack: `at ${text.slice(0, 65_000)}` });
  expect(performance.now() - started).toBeLessThan(1000);
});
