/** A client address nobody else in this run uses (198.18.0.0/15 is for tests, RFC 2544). */
export function freshAddress(): string {
  const [a = 0, b = 0, c = 0] = crypto.getRandomValues(new Uint8Array(3));
  return `198.${18 + (a & 1)}.${b}.${c}`;
}
