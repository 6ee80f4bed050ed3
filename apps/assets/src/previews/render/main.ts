/** The rendering process: draws what its parent asks for, one after another. An image that ends it ends nothing else. */
import sharp from "sharp";
import type { Reply, Request } from "./protocol.ts";
import { render } from "./render.ts";

sharp.cache(false);
sharp.concurrency(1);

process.on("message", async ({ id, job, limitPixels }: Request) => {
  const reply: Reply = { id, rendered: await render(job, limitPixels) };
  process.send?.(reply);
});
process.on("disconnect", () => process.exit(0));
