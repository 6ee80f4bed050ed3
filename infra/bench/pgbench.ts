export type PgbenchResult = { transactionsPerSecond: number; transactions: number; averageMs: number; processorMs: number };

/** Runs a script over and over through `url`, as 16 clients by the simple protocol. Throws when a statement fails. */
export async function runPgbench(url: string, scriptFile: string, seconds: number, signal: AbortSignal): Promise<PgbenchResult> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const words = ["-n", "-M", "simple", "-c", String(CLIENTS), "-j", "1", "-T", String(seconds), "-D", "version=1", "-f", scriptFile];
  const child = Bun.spawn(["pgbench", ...words, "-h", hostname, "-p", port, "-U", username, pathname.slice(1)], {
    env: { ...process.env, PGPASSWORD: password },
    stderr: "pipe",
    signal,
  });
  const [output, errors] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  if ((await child.exited) !== 0) throw new Error(`pgbench failed: ${errors.slice(-2000)}`);
  return {
    transactionsPerSecond: Number(/^tps = ([\d.]+)/m.exec(output)?.[1]),
    transactions: Number(/transactions actually processed: (\d+)/.exec(output)?.[1]),
    averageMs: Number(/latency average = ([\d.]+) ms/.exec(output)?.[1]),
    processorMs: Number(child.resourceUsage()?.cpuTime.total ?? 0n) / 1000,
  };
}

export const CLIENTS = 16;
