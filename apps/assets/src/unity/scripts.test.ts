import { expect, test } from "bun:test";
import { md4 } from "./md4.ts";
import { managedClassId, resolveScript } from "./scripts.ts";

const GUID = "11111111111111111111111111111111";
const nobody = () => undefined;

test("MD4 gives the digests of RFC 1320", () => {
  const digests: [string, string][] = [
    ["", "31d6cfe0d16ae931b73c59d7e0c089c0"],
    ["abc", "a448017aaf21d8525fc10ae87aa6729d"],
    ["abcdefghijklmnopqrstuvwxyz", "d79e1c308aa5bbcdeea8ed63df412da9"],
    ["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "043f8582f241db351ce627e153e7f0e4"],
    ["1234567890".repeat(8), "e33b4ddc9c38f2199c3e7b164fcc0536"],
  ];
  for (const [message, digest] of digests) expect(Buffer.from(md4(new TextEncoder().encode(message))).toString("hex")).toBe(digest);
});

test("a class in a DLL has the id that scenes name it by", () => {
  const ids = ["Text", "Image", "Button", "CanvasScaler", "GraphicRaycaster"].map((name) => managedClassId("UnityEngine.UI", name));
  expect(ids).toEqual(["708705254", "-765806418", "1392445389", "1980459831", "1301386320"]);
});

test("a script is found by its name in the file, its file in the project, its package, its hash or its place in the editor", () => {
  const script = (localId: string, guid = GUID) => ({ localId, guid, type: 3 });
  const project = () => "Assets/Scripts/Ship.Hull.cs";
  expect(resolveScript(script("11500000"), "Assembly-CSharp::Game.Sea.Boat", project)).toBe("Boat");
  expect(resolveScript(script("11500000"), "Game.Pair`2[[System.Int32, mscorlib]]", project)).toBe("Pair");
  expect(resolveScript(script("11500000"), "", project)).toBe("Ship.Hull");
  expect(resolveScript(script("11500000", "fe87c0e1cc204ed48ad3b37840f39efc"), "", nobody)).toBe("Image");
  expect(resolveScript(script("708705254", "f70555f144d8491a825f0804e09c671c"), "", nobody)).toBe("Text");
  expect(resolveScript(script("19102", "0000000000000000e000000000000000"), "", nobody)).toBe("UIDocument");
  expect(resolveScript(script("11500000"), "", nobody)).toBe(null);
  expect(resolveScript({ localId: "0", guid: null, type: null }, "", nobody)).toBe(null);
});
