import { expect, test } from "bun:test";
import { assetAt, create, guid, INGEST_WITHIN_MS, meta, testProject } from "../testing/index.ts";

test(
  "a browser that listens hears of assets once their files have changed",
  async () => {
    const { viewer, member, projectId } = await testProject();
    const origin = viewer.headers.Origin ?? "";
    const stop = AbortSignal.timeout(INGEST_WITHIN_MS);
    const stream = await fetch(`${origin}/api/events?workspace=${viewer.headers["Slate-Workspace"]}`, {
      headers: viewer.headers,
      signal: stop,
    });
    const messages = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    await create(member, projectId, { "Assets/Wall.png": "x", "Assets/Wall.png.meta": meta(guid("beef")) });

    let heard = "";
    while (!heard.includes('"asset.changed"') || !heard.endsWith("\n\n")) heard += (await messages?.read())?.value ?? "";
    await messages?.cancel();
    const [line] = heard.split("\n").filter((one) => one.startsWith("data:") && one.includes('"asset.changed"'));
    const event = JSON.parse(line?.slice("data:".length) ?? "{}");
    const asset = await assetAt(viewer, projectId, "Assets/Wall.png");
    expect(event).toMatchObject({
      projectId,
      data: {
        counts: { created: 1, updated: 0, deleted: 0 },
        assets: [{ assetId: asset.id, guid: guid("beef"), path: "Assets/Wall.png", type: "texture", change: "created" }],
      },
    });
  },
  2 * INGEST_WITHIN_MS,
);
