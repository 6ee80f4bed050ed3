import { connect as connectTo, createServer, type Server, type Socket } from "node:net";
import { z } from "zod";
import { readStack } from "../../../infra/local/state.ts";
import { repositoryFor } from "./names.ts";
import { createRegistry, type RegistrySettings } from "./registry.ts";

/** How to reach the registry of the test stack, with the names its projects service is told. */
export async function readTestRegistry(): Promise<Pick<RegistrySettings, "url" | "token">> {
  const { registryUrl, registryTokenKeyFile, registryTokenCertFile, services } = readStack();
  const { REGISTRY_TOKEN_ISSUER: issuer, REGISTRY_SERVICE: service } = TokenNames.parse(services.projects);
  const [keyPem, certPem] = await Promise.all([Bun.file(registryTokenKeyFile).text(), Bun.file(registryTokenCertFile).text()]);
  return { url: registryUrl, token: { keyPem, certPem, issuer, service, subject: "test" } };
}

const TokenNames = z.object({ REGISTRY_TOKEN_ISSUER: z.string(), REGISTRY_SERVICE: z.string() });

export async function connect(settings: Partial<RegistrySettings> = {}) {
  return createRegistry({ ...(await readTestRegistry()), ...settings });
}

/** A repository nobody else uses. */
export function newRepository(): string {
  return repositoryFor({ workspaceId: crypto.randomUUID(), projectId: crypto.randomUUID(), kind: "files" });
}

export function randomBytes(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes;
}

/** The bytes as a stream of chunks, the way content arrives from a browser. */
export function streamOf(bytes: Uint8Array, chunkBytes = 10_000): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(at, at + chunkBytes));
      at += chunkBytes;
    },
  });
}

/** What `action` throws; fails when it does not. */
export async function failureOf(action: () => Promise<unknown>): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error("expected a failure");
}

/**
 * A gateway in front of the test registry that may change what passes. `handle` answers a request, by `forward` or by
 * itself.
 */
export async function startGateway(handle: (request: Request, forward: (request: Request) => Promise<Response>) => Promise<Response>) {
  const { url } = await readTestRegistry();
  const forward = (request: Request) => {
    const { pathname, search } = new URL(request.url);
    return fetch(new Request(url + pathname + search, request), { redirect: "manual" });
  };
  const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: (request) => handle(request, forward) });
  return { url: server.url.origin, [Symbol.asyncDispose]: () => server.stop(true) };
}

/** A line to the test registry that is cut whenever `cut` says so of what a client just sent. */
export async function startCuttableLine(cut: (sent: string) => boolean) {
  const { url } = await readTestRegistry();
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const registry = connectTo(Number(port), hostname);
    const end = () => {
      client.destroy();
      registry.destroy();
    };
    for (const socket of [client, registry]) {
      sockets.add(socket);
      socket.on("error", end).on("close", end);
    }
    client.on("data", (chunk) => (cut(chunk.toString("latin1")) ? end() : registry.write(chunk)));
    registry.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    [Symbol.dispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
