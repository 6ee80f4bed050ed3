/**
 * Runs at once for what comes alone, and at most once per pause for what comes in bursts; the last of a burst is never lost.
 * `later` is setTimeout, but for tests.
 */
export function coalesce<Key>(
  run: (key: Key) => void,
  pauseMs: number,
  later: (act: () => void, delayMs: number) => unknown = setTimeout,
): (key: Key) => void {
  /** Keys that rest, and whether something came for them meanwhile. */
  const resting = new Map<string, boolean>();
  function call(key: Key) {
    const id = JSON.stringify(key);
    if (resting.has(id)) {
      resting.set(id, true);
      return;
    }
    resting.set(id, false);
    run(key);
    later(() => {
      const again = resting.get(id);
      resting.delete(id);
      if (again) call(key);
    }, pauseMs);
  }
  return call;
}
