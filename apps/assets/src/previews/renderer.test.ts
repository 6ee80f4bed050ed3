import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { eventually } from "../../../../infra/testing/index.ts";
import type { Job, Picture, Rendered } from "./render/protocol.ts";
import { createRenderer } from "./renderer.ts";

const folder = mkdtempSync(join(tmpdir(), "slate-renderer-test-"));
const log = { warn: () => {} };
const renderer = createRenderer({ timeoutMs: 10_000, idleMs: 60_000, limitPixels: 20_000_000, queue: 10 }, log);
afterAll(async () => {
  await renderer.close();
  rmSync(folder, { recursive: true });
});

const ready = (job: Job) => async () => job;
let files = 0;
async function fileOf(bytes: Uint8Array): Promise<string> {
  const file = join(folder, String(files++));
  await Bun.write(file, bytes);
  return file;
}
async function draw(name: string, bytes: Uint8Array): Promise<Rendered> {
  const job = ready({ kind: "image", file: await fileOf(bytes), name });
  return renderer.render(job, true);
}
async function drawn(name: string, bytes: Uint8Array): Promise<Picture[]> {
  const rendered = await draw(name, bytes);
  if (!rendered.ok) throw new Error(`${name}: ${rendered.code} ${rendered.message}`);
  return rendered.pictures;
}
const codeOf = (rendered: Rendered) => (rendered.ok ? "ok" : rendered.code);

const [WIDTH, HEIGHT] = [40, 30];
/** A picture whose corners tell which way up it is: red at the top left, green top right, blue bottom left, half transparent bottom right. */
const RGBA = new Uint8Array(WIDTH * HEIGHT * 4);
for (let y = 0; y < HEIGHT; y++)
  for (let x = 0; x < WIDTH; x++) {
    const [right, below] = [x >= WIDTH / 2, y >= HEIGHT / 2];
    RGBA.set(
      [right === below ? 255 : 0, right && !below ? 255 : 0, !right && below ? 255 : 0, right && below ? 128 : 255],
      (y * WIDTH + x) * 4,
    );
  }
const original = () => sharp(RGBA, { raw: { width: WIDTH, height: HEIGHT, channels: 4 } });

/** Colours near the corners. */
async function cornersOf(picture: Picture): Promise<number[][]> {
  const { data, info } = await sharp(picture.bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * 4, (y * info.width + x) * 4 + 4)];
  const [right, bottom] = [info.width - 5, info.height - 5];
  return [at(4, 4), at(right, 4), at(4, bottom), at(right, bottom)];
}
function expectCorners(corners: number[][], hasAlpha: boolean): void {
  const [red, green, blue] = [
    [255, 0, 0, 255],
    [0, 255, 0, 255],
    [0, 0, 255, 255],
  ];
  const expected = [red, green, blue, [255, 0, 0, hasAlpha ? 128 : 255]];
  for (const [i, corner] of corners.entries())
    for (const [j, value] of corner.entries()) expect(Math.abs(value - (expected[i]?.[j] as number))).toBeLessThan(25);
}

type Tga = { kind?: number; depth?: number; topDown?: boolean };
function tga({ kind = 2, depth = 32, topDown = false }: Tga = {}): Uint8Array {
  const header = new Uint8Array(18);
  header.set([0, 0, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, WIDTH, 0, HEIGHT, 0, depth, (topDown ? 0x20 : 0) | (depth === 32 ? 8 : 0)]);
  const pixelAt = (i: number) => {
    const y = Math.floor(i / WIDTH);
    const at = ((topDown ? y : HEIGHT - 1 - y) * WIDTH + (i % WIDTH)) * 4;
    const [r = 0, g = 0, b = 0, a = 0] = RGBA.subarray(at, at + 4);
    return depth === 32 ? [b, g, r, a] : [b, g, r];
  };
  const body: number[] = [];
  for (let i = 0; i < WIDTH * HEIGHT; ) {
    if (kind === 2) body.push(...pixelAt(i++));
    else {
      // A run of up to half a row, then a literal of one.
      const run = Math.min(19, WIDTH / 2 - (i % (WIDTH / 2)));
      body.push(0x80 | (run - 1), ...pixelAt(i));
      i += run;
      if (i % (WIDTH / 2)) body.push(0, ...pixelAt(i++));
    }
  }
  return new Uint8Array([...header, ...body]);
}

function bmp(depth: 24 | 32, topDown = false): Uint8Array {
  const rowBytes = Math.ceil((WIDTH * depth) / 32) * 4;
  const file = Buffer.alloc(54 + rowBytes * HEIGHT);
  file.write("BM");
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(WIDTH, 18);
  file.writeInt32LE(topDown ? -HEIGHT : HEIGHT, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(depth, 28);
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++) {
      const [r = 0, g = 0, b = 0] = RGBA.subarray((y * WIDTH + x) * 4);
      file.set([b, g, r], 54 + (topDown ? y : HEIGHT - 1 - y) * rowBytes + (x * depth) / 8);
    }
  return file;
}

function psd(isPacked: boolean, hasAlpha: boolean): Uint8Array {
  const channels = hasAlpha ? 4 : 3;
  const header = Buffer.alloc(26);
  header.write("8BPS");
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(channels, 12);
  header.writeUInt32BE(HEIGHT, 14);
  header.writeUInt32BE(WIDTH, 18);
  header.writeUInt16BE(8, 22);
  header.writeUInt16BE(3, 24);
  const layers = Buffer.alloc(hasAlpha ? 12 : 4);
  if (hasAlpha) {
    layers.writeUInt32BE(8, 0);
    layers.writeUInt32BE(4, 4);
    layers.writeInt16BE(-1, 8);
  }
  const rows = Array.from({ length: channels * HEIGHT }, (_, row) =>
    Uint8Array.from({ length: WIDTH }, (_, x) => RGBA[((row % HEIGHT) * WIDTH + x) * 4 + Math.floor(row / HEIGHT)] as number),
  );
  // Half a row is one value: a run of 20 each.
  const packed = rows.map((row) => [257 - WIDTH / 2, row[0] as number, 257 - WIDTH / 2, row.at(-1) as number]);
  const counts = Buffer.alloc(packed.length * 2);
  for (const [i, { length }] of packed.entries()) counts.writeUInt16BE(length, i * 2);
  const image = isPacked ? [Buffer.from([0, 1]), counts, ...packed.map((row) => Buffer.from(row))] : [Buffer.from([0, 0]), ...rows];
  return Buffer.concat([header, Buffer.alloc(8), layers, ...image]);
}

test("an image of any of its formats is drawn the right way up, with its transparency", async () => {
  const images: [string, Uint8Array, boolean][] = [
    ["a.png", await original().png().toBuffer(), true],
    ["a.webp", await original().webp({ lossless: true }).toBuffer(), true],
    ["a.tiff", await original().tiff({ compression: "lzw" }).toBuffer(), true],
    ["sixteen-bits.png", await original().toColourspace("rgb16").png().toBuffer(), true],
    ["a.jpg", await original().removeAlpha().jpeg({ quality: 100 }).toBuffer(), false],
    ["a.gif", await original().removeAlpha().gif().toBuffer(), false],
    ["a.tga", tga(), true],
    ["top-down.TGA", tga({ topDown: true }), true],
    ["packed.tga", tga({ kind: 10 }), true],
    ["packed-24.tga", tga({ kind: 10, depth: 24, topDown: true }), false],
    ["a.bmp", bmp(24), false],
    ["top-down.bmp", bmp(32, true), false],
    ["a.psd", psd(false, false), false],
    ["packed.psd", psd(true, false), false],
    ["layered.psd", psd(true, true), true],
    ["named-wrongly.png", await original().removeAlpha().jpeg({ quality: 100 }).toBuffer(), false],
  ];
  for (const [name, bytes, hasAlpha] of images) {
    const [picture] = await drawn(name, bytes);
    expect([name, picture?.width, picture?.height]).toEqual([name, WIDTH, HEIGHT]);
    expectCorners(await cornersOf(picture as Picture), hasAlpha);
  }
}, 20_000);

test("pictures fit their size, keep the shape, and are never larger than the image", async () => {
  const wide = await sharp({ create: { width: 2000, height: 500, channels: 3, background: "#336699" } })
    .png()
    .toBuffer();
  expect((await drawn("wide.png", wide)).map(({ pixels, width, height }) => [pixels, width, height])).toEqual([
    [128, 128, 32],
    [256, 256, 64],
    [512, 512, 128],
  ]);
  const small = await sharp({ create: { width: 16, height: 200, channels: 3, background: "#336699" } })
    .png()
    .toBuffer();
  expect((await drawn("small.png", small)).map(({ width, height }) => [width, height])).toEqual([
    [10, 128],
    [16, 200],
    [16, 200],
  ]);
});

test("a material is a ball of its colour, wrapped in its texture", async () => {
  const color = { r: 0, g: 0.5, b: 0 };
  const centerOf = async (job: Job) => {
    const rendered = await renderer.render(ready(job), true);
    if (!rendered.ok) throw new Error(rendered.message);
    const picture = rendered.pictures.find(({ pixels }) => pixels === 128) as Picture;
    const { data, info } = await sharp(picture.bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * 4, (y * info.width + x) * 4 + 4)];
    return { center: at(64, 64), corner: at(1, 1) };
  };
  const plain = await centerOf({ kind: "swatch", color, texture: null });
  expect(plain.corner[3]).toBe(0);
  const [r = 0, g = 0, b = 0, a] = plain.center;
  expect([a, g > 60, r < g / 2, b < g / 2]).toEqual([255, true, true, true]);
  const red = await fileOf(
    await sharp({ create: { width: 64, height: 64, channels: 3, background: "#ff0000" } })
      .png()
      .toBuffer(),
  );
  const wrapped = await centerOf({ kind: "swatch", color: { r: 1, g: 1, b: 1 }, texture: { file: red, name: "red.png" } });
  expect((wrapped.center[0] ?? 0) > 2 * (wrapped.center[1] ?? 255)).toBe(true);
});

test("what is no image, or a broken or hostile one, is answered with why", async () => {
  const png = await original().png().toBuffer();
  const noise = crypto.getRandomValues(new Uint8Array(5000));
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="/etc/passwd"/></svg>');
  // 100,000 × 100,000 pixels of nothing, by its header.
  const huge = Buffer.from(png);
  huge.writeUInt32BE(100_000, 16);
  huge.writeUInt32BE(100_000, 20);
  const hugeTga = tga();
  hugeTga.set([255, 255, 255, 255], 12);
  const cases: [string, Uint8Array, string][] = [
    ["empty.png", new Uint8Array(), "image.corrupt"],
    ["noise.png", noise, "image.corrupt"],
    ["drawing.png", svg, "image.corrupt"],
    ["cut.png", png.subarray(0, png.length / 2), "image.corrupt"],
    ["head.png", png.subarray(0, 20), "image.corrupt"],
    ["huge.png", huge, "image.too_large"],
    ["cut.tga", tga().subarray(0, 500), "image.corrupt"],
    ["cut-packed.tga", tga({ kind: 10 }).subarray(0, 100), "image.corrupt"],
    ["huge.tga", hugeTga, "image.too_large"],
    ["noise.tga", new Uint8Array([0, 0, 77, ...noise]), "image.unsupported"],
    ["cut.bmp", bmp(24).subarray(0, 300), "image.corrupt"],
    ["cut.psd", psd(false, false).subarray(0, 400), "image.corrupt"],
    ["cut-packed.psd", psd(true, true).subarray(0, 400), "image.corrupt"],
  ];
  for (const [name, bytes, code] of cases) expect([name, codeOf(await draw(name, bytes))]).toEqual([name, code]);
  // And the next image is none the worse for it.
  expect(codeOf(await draw("a.png", png))).toBe("ok");
}, 20_000);

test("images damaged anywhere are drawn or refused, and end nothing", async () => {
  const originals: [string, Uint8Array][] = [
    ["a.png", await original().png().toBuffer()],
    ["a.tga", tga({ kind: 10 })],
    ["a.bmp", bmp(32)],
    ["a.psd", psd(true, true)],
  ];
  for (const [name, bytes] of originals)
    for (let round = 0; round < 40; round++) {
      const damaged = Uint8Array.from(bytes);
      for (let i = 0; i < 3; i++) damaged[Math.floor(Math.random() * (i ? bytes.length : 60))] = Math.floor(Math.random() * 256);
      expect(["ok", "image.corrupt", "image.too_large", "image.unsupported"]).toContain(codeOf(await draw(name, damaged)));
    }
}, 30_000);

test("what waits is not made ready before its turn, and more than may wait are refused at once", async () => {
  const small = createRenderer({ timeoutMs: 10_000, idleMs: 60_000, limitPixels: 20_000_000, queue: 2 }, log);
  const file = await fileOf(await original().png().toBuffer());
  const gate = Promise.withResolvers<void>();
  let prepared = 0;
  const prepare = async (): Promise<Job> => {
    prepared++;
    await gate.promise;
    return { kind: "image", file, name: "a.png" };
  };
  const drawing = Array.from({ length: 3 }, () => small.render(prepare, true));
  await expect(small.render(prepare, true)).rejects.toMatchObject({ definition: { status: 503 } });
  const patient = small.render(prepare, false);
  expect(prepared).toBe(1);
  gate.resolve();
  expect((await Promise.all([...drawing, patient])).map(codeOf)).toEqual(["ok", "ok", "ok", "ok"]);
  await small.close();
}, 20_000);

test("one that takes too long is given up", async () => {
  const strict = createRenderer({ timeoutMs: 1, idleMs: 60_000, limitPixels: 20_000_000, queue: 10 }, log);
  const file = await fileOf(await original().png().toBuffer());
  expect(codeOf(await strict.render(ready({ kind: "image", file, name: "a.png" }), true))).toBe("image.timeout");
  await strict.close();
});

test("a process that ends while it draws is replaced; an image that ends it twice is given up, and the next is drawn", async () => {
  const large = await fileOf(
    await sharp({ create: { width: 4000, height: 4000, channels: 3, background: "#336699" } })
      .png()
      .toBuffer(),
  );
  const job: Job = { kind: "image", file: large, name: "large.png" };
  const own = createRenderer({ timeoutMs: 20_000, idleMs: 60_000, limitPixels: 20_000_000, queue: 10 }, log);
  const killed = new Set<number>();
  /** Kills the drawing process, as soon as there is one that has not been killed. */
  const kill = () =>
    eventually(() => {
      const { stdout } = Bun.spawnSync(["pgrep", "-P", String(process.pid)]);
      const pid = stdout
        .toString()
        .trim()
        .split("\n")
        .map(Number)
        .find((one) => one > 0 && !others.has(one) && !killed.has(one));
      if (!pid) throw new Error("nobody draws");
      process.kill(pid, "SIGKILL");
      killed.add(pid);
    });
  const others = new Set(
    Bun.spawnSync(["pgrep", "-P", String(process.pid)])
      .stdout.toString()
      .trim()
      .split("\n")
      .map(Number),
  );
  const once = own.render(ready(job), false);
  await kill();
  expect(codeOf(await once)).toBe("ok");
  await own.close();

  const again = createRenderer({ timeoutMs: 20_000, idleMs: 60_000, limitPixels: 20_000_000, queue: 10 }, log);
  const twice = again.render(ready(job), false);
  const next = again.render(ready({ kind: "image", file: large, name: "large.png" }), false);
  await kill();
  await kill();
  expect(codeOf(await twice)).toBe("image.crashed");
  expect(codeOf(await next)).toBe("ok");
  await again.close();
}, 60_000);
