const PAUSE_MS = 20;

/** Repeats `check` until it stops throwing; after `withinMs` its last error is the test's. */
export async function eventually<T>(check: () => T | Promise<T>, withinMs = 5000): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() >= deadline) throw error;
      await Bun.sleep(PAUSE_MS);
    }
  }
}
