const CONNECTIONS = 32;

export type Load = { requestsPerSecond: number; p50Ms: number; p99Ms: number; requests: number };

/** Asks for `url` over 32 kept connections for so many seconds. Throws unless every answer is a success. */
export async function runWrk(url: string, seconds: number, headers: Record<string, string>, signal: AbortSignal): Promise<Load> {
  const words = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const child = Bun.spawn(["wrk", "-t1", `-c${CONNECTIONS}`, `-d${seconds}s`, "--latency", ...words, url], { stderr: "pipe", signal });
  const output = await new Response(child.stdout).text();
  if ((await child.exited) !== 0) throw new Error(`wrk failed: ${output}${await new Response(child.stderr).text()}`);
  const failed = /Non-2xx or 3xx responses: \d+|Socket errors: .*/.exec(output);
  if (failed) throw new Error(`${url} did not answer every request well: ${failed[0]}`);
  return {
    requestsPerSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1]),
    requests: Number(/(\d+) requests in/.exec(output)?.[1]),
    p50Ms: milliseconds(/ 50%\s+([\d.]+)(us|ms|s)/.exec(output)),
    p99Ms: milliseconds(/ 99%\s+([\d.]+)(us|ms|s)/.exec(output)),
  };
}

const inMs: Record<string, number> = { us: 0.001, ms: 1, s: 1000 };
const milliseconds = (match: RegExpExecArray | null): number => Number(match?.[1]) * (inMs[match?.[2] ?? ""] ?? Number.NaN);
