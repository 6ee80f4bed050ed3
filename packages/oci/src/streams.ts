import { createMeter } from "./digest.ts";
import { RegistryError } from "./errors.ts";
import type { SilenceWatch } from "./silence.ts";

export interface MeteredSource {
  stream: ReadableStream<Uint8Array>;
  /** What went through; ask once, after the end. */
  total(): { digest: string; size: number };
  /** What the source itself failed with, if it did: then that is the cause, and not the registry. */
  failure(): unknown;
  cancel(reason: unknown): Promise<void>;
}

/** A source on its way to the registry, counted and hashed. More than `limitBytes` ends it with `SIZE_INVALID`. */
export function meterSource(source: ReadableStream<Uint8Array>, watch: SilenceWatch, limitBytes = Number.POSITIVE_INFINITY): MeteredSource {
  const reader = source.getReader();
  const meter = createMeter();
  let failure: unknown;

  async function read(): Promise<Uint8Array | undefined> {
    watch.pause();
    try {
      const chunk = (await reader.read()).value;
      if (chunk) meter.add(chunk);
      if (meter.size > limitBytes) throw new RegistryError("SIZE_INVALID", `the content is longer than the ${limitBytes} bytes announced`);
      return chunk;
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      watch.touch();
    }
  }

  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = await read();
        if (chunk) controller.enqueue(chunk);
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );

  return {
    stream,
    total: () => ({ size: meter.size, digest: meter.digest() }),
    failure: () => failure,
    cancel: (reason) => reader.cancel(reason).catch(() => undefined), // the source may have failed already
  };
}

export interface Expected {
  /** Bytes that must come. */
  length: number;
  /** What they must hash to; absent for a part of a blob. */
  digest?: string;
}

/**
 * Content on its way from the registry. Wrong or missing bytes end it with an error, and its last chunk is held back until
 * the hash has been checked: content that is not what was asked for never arrives whole.
 */
export function verifyContent(
  body: ReadableStream<Uint8Array>,
  { length, digest }: Expected,
  watch: SilenceWatch,
  explain: (error: unknown) => unknown,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const meter = digest === undefined ? undefined : createMeter();
  let received = 0;
  let held: Uint8Array | undefined;

  async function read(): Promise<Uint8Array | undefined> {
    watch.touch();
    try {
      return (await reader.read()).value;
    } catch (error) {
      throw explain(error);
    } finally {
      watch.pause();
    }
  }

  function checkEnd() {
    if (received !== length)
      throw new RegistryError("SIZE_INVALID", `the registry sent ${received} bytes instead of ${length}`, { retryable: true });
    const actual = meter?.digest();
    if (actual !== digest) throw new RegistryError("DIGEST_INVALID", `the registry's content of ${digest} is ${actual}`);
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        while (true) {
          const chunk = await read();
          if (!chunk) {
            checkEnd();
            if (held) controller.enqueue(held);
            return controller.close();
          }
          received += chunk.byteLength;
          meter?.add(chunk);
          const ready = held;
          held = chunk;
          if (ready) return controller.enqueue(ready);
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
