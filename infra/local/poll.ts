/** Tries `attempt` until it neither throws nor answers false; at the deadline throws what went wrong last. */
export async function pollUntil(
  attempt: () => unknown,
  options: { timeoutMs: number; intervalMs?: number; signal?: AbortSignal; what?: string },
): Promise<void> {
  const deadline = performance.now() + options.timeoutMs;
  let lastError: unknown;
  while (true) {
    options.signal?.throwIfAborted();
    try {
      if ((await attempt()) !== false) return;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() >= deadline) {
      const why = lastError instanceof Error ? `: ${lastError.message}` : "";
      throw new Error(`${options.what ?? "It"} was not ready within ${options.timeoutMs / 1000} s${why}`);
    }
    await Bun.sleep(options.intervalMs ?? 50);
  }
}

/** Resolves when something accepts TCP connections on 127.0.0.1:`port`; throws otherwise. */
export async function connectTo(port: number): Promise<void> {
  const socket = await Bun.connect({ hostname: "127.0.0.1", port, socket: { data() {} } });
  socket.end();
}

/** Throws unless `url` answers one of `statuses` within a second. */
export async function expectStatus(url: string, ...statuses: number[]): Promise<void> {
  const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(1000) });
  await response.body?.cancel();
  if (!statuses.includes(response.status)) throw new Error(`${url} answers ${response.status}`);
}
