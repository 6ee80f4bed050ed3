/** The stacks that can stand side by side on one machine. */
export type StackName = "start" | "test" | "bench";

const bases: Record<StackName, { base: number; gateway: number }> = {
  start: { base: 4100, gateway: 8088 },
  test: { base: 5100, gateway: 8089 },
  bench: { base: 6100, gateway: 8090 },
};

const offsets = {
  auth: 1,
  projects: 2,
  assets: 3,
  spark: 4,
  realtime: 5,
  probe: 9,
  nats: 22,
  postgres: 32,
  replica: 33,
  registry: 50,
  pgbouncer: 64,
  redis: 79,
  natsMonitor: 82,
} as const;

/** Every port of one stack, all on 127.0.0.1. */
export type Ports = Record<keyof typeof offsets | "gateway", number>;

/**
 * Ports of a stack. `SLATE_PORT_BASE` moves the whole stack elsewhere, with the gateway at base + 88, so that several
 * clones can run at once.
 */
export function portsOf(stack: StackName, env: Record<string, string | undefined> = process.env): Ports {
  const moved = env.SLATE_PORT_BASE ? Number(env.SLATE_PORT_BASE) : undefined;
  if (moved !== undefined && !(Number.isInteger(moved) && moved >= 1024 && moved <= 65_000)) {
    throw new Error(`SLATE_PORT_BASE must be a port from 1024 to 65000, not "${env.SLATE_PORT_BASE}".`);
  }
  const { base, gateway } = moved === undefined ? bases[stack] : { base: moved, gateway: moved + 88 };
  const ports = Object.fromEntries(Object.entries(offsets).map(([name, offset]) => [name, base + offset]));
  return { ...ports, gateway } as Ports;
}
