import { createGate } from "@slate/service";

export type PasswordHasher = ReturnType<typeof createPasswordHasher>;

/** Waiting hashes; more are refused with 503 at once. */
const QUEUE = 200;

/**
 * Argon2id (OWASP: at least 19 MiB, two passes), a few at a time. `verify` takes as long for an account that does not exist as for a wrong
 * password: it then checks against a hash of the same cost that nothing matches.
 */
export function createPasswordHasher(options: { memoryKiB: number; passes: number; concurrency: number; waitMs: number }) {
  const gate = createGate({
    concurrency: options.concurrency,
    waitMs: options.waitMs,
    queue: QUEUE,
    busy: "Too many people sign in at once",
  });
  const compute = (password: string) =>
    Bun.password.hash(password, { algorithm: "argon2id", memoryCost: options.memoryKiB, timeCost: options.passes });
  const decoy = compute(crypto.randomUUID());
  return {
    hash: (password: string): Promise<string> => gate(() => compute(password)),
    verify: async (password: string, hash: string | null): Promise<boolean> => {
      const against = hash ?? (await decoy);
      const matches = await gate(() => Bun.password.verify(password, against));
      return matches && hash !== null;
    },
  };
}
