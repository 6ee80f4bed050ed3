import { useEffect, useState } from "react";

/** A value that follows only when it has rested for a while: what is typed, before it is asked for. */
export function useDebounced<Value>(value: Value, delayMs = 180): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return settled;
}
