const POSITIONS = new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0]);
const bytes = new Uint8Array(POSITIONS.buffer);

/** A glTF scene of one triangle, whose buffer is where `uri` says, or in the file that it is part of. */
const triangle = (uri?: string) =>
  JSON.stringify({
    asset: { version: "2.0" },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0 }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
    accessors: [{ bufferView: 0, componentType: 5126, count: 3, type: "VEC3", min: [0, 0, 0], max: [1, 1, 0] }],
    bufferViews: [{ buffer: 0, byteLength: bytes.length }],
    buffers: [{ byteLength: bytes.length, ...(uri ? { uri } : {}) }],
  });

const uint32 = (...values: number[]) => new Uint8Array(new Uint32Array(values).buffer);

/** The same as one binary file: a header, a chunk of JSON, a chunk of bytes. */
function glb(): Uint8Array {
  const json = new TextEncoder().encode(triangle());
  const padded = new Uint8Array(Math.ceil(json.length / 4) * 4).fill(0x20);
  padded.set(json);
  return Buffer.concat([
    uint32(0x46546c67, 2, 12 + 8 + padded.length + 8 + bytes.length, padded.length, 0x4e4f534a),
    padded,
    uint32(bytes.length, 0x004e4942),
    bytes,
  ]);
}

/** A second of silence: 8 bits, 8 kHz, one channel. */
function wav(): Uint8Array {
  const rate = 8000;
  const text = (value: string) => new TextEncoder().encode(value);
  return Buffer.concat([
    text("RIFF"),
    uint32(36 + rate),
    text("WAVEfmt "),
    uint32(16, 1 | (1 << 16), rate, rate, 1 | (8 << 16)),
    text("data"),
    uint32(rate),
    new Uint8Array(rate).fill(128),
  ]);
}

const toBase64 = (data: Uint8Array) => Buffer.from(data).toString("base64");

/** A file of each kind that a browser shows by itself, as steps of a changeset; its guid is made of its name. */
export const previewFiles: Record<string, Uint8Array | string> = {
  "inside.glb": glb(),
  "embedded.gltf": triangle(`data:application/octet-stream;base64,${toBase64(bytes)}`),
  "beside.gltf": triangle("beside.bin"),
  "beside.bin": bytes,
  "corner.obj": "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n",
  "silence.wav": wav(),
  "Mover.cs": "public class Mover {}\n",
};

export const guidOfPreview = (name: string) => new Bun.CryptoHasher("md5").update(name).digest("hex");

export const previewSteps = () =>
  Object.entries(previewFiles).flatMap(([name, content]) => [
    { op: "create", path: `Assets/${name}`, content: toBase64(Buffer.from(content)), encoding: "base64" },
    { op: "create", path: `Assets/${name}.meta`, content: `fileFormatVersion: 2\nguid: ${guidOfPreview(name)}\n` },
  ]);
