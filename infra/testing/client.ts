/** Anything that checks a value and gives it a type: every zod shape does. */
export type Shape<T> = { parse(value: unknown): T };

/** One answer, read whole. `body` is what the shape made of the JSON; without a shape it is unknown. */
export type Answer<T = unknown> = { status: number; headers: Headers; body: T };

/** A request under way. Awaiting it gives the answer, whatever its status; the `expect` methods insist on one. */
export type Pending = PromiseLike<Answer> & {
  expect(status: number): Promise<Answer>;
  expect<T>(status: number, shape: Shape<T>): Promise<Answer<T>>;
  /** Expects the one error shape with this code. */
  expectError(status: number, code: string): Promise<Answer<{ error: { code: string; message: string; details?: unknown } }>>;
};

type HeaderValues = Record<string, string>;
type Send = (path: string, body?: unknown, headers?: HeaderValues) => Pending;
export type Client = {
  get(path: string, headers?: HeaderValues): Pending;
  post: Send;
  put: Send;
  patch: Send;
  delete: Send;
  /** The same client with more headers on every request; an empty value takes a header away. */
  with(headers: HeaderValues): Client;
  /** What it sends with every request. */
  headers: HeaderValues;
};

const TIMEOUT_MS = 20_000;
const isRaw = (body: unknown): body is string | Uint8Array<ArrayBuffer> | FormData | ReadableStream | Blob =>
  typeof body === "string" ||
  body instanceof Uint8Array ||
  body instanceof FormData ||
  body instanceof ReadableStream ||
  body instanceof Blob;

/** Speaks HTTP to `baseUrl`. Bodies are sent as JSON unless they are text, bytes, a form or a stream. */
export function createClient(baseUrl: string, headers: HeaderValues = {}): Client {
  const send =
    (method: string): Send =>
    (path, body, more = {}) => {
      const merged = new Headers();
      for (const [name, value] of Object.entries({ ...headers, ...more })) if (value !== "") merged.set(name, value);
      if (body !== undefined && !isRaw(body) && !merged.has("content-type")) merged.set("content-type", "application/json");
      const sent = body === undefined || isRaw(body) ? body : JSON.stringify(body);
      const answer = fetch(new URL(path, baseUrl), {
        method,
        headers: merged,
        body: sent,
        redirect: "manual",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }).then(read);
      return pending(answer, `${method} ${path}`);
    };
  return {
    get: (path, more) => send("GET")(path, undefined, more),
    post: send("POST"),
    put: send("PUT"),
    patch: send("PATCH"),
    delete: send("DELETE"),
    with: (more) => createClient(baseUrl, { ...headers, ...more }),
    headers,
  };
}

async function read(response: Response): Promise<Answer> {
  const isJson = (response.headers.get("content-type") ?? "").includes("json");
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: isJson && text ? JSON.parse(text) : text };
}

function pending(answer: Promise<Answer>, what: string): Pending {
  answer.catch(() => {}); // whoever awaits it sees the failure
  const expectStatus = async (status: number): Promise<Answer> => {
    const got = await answer;
    if (got.status !== status) throw new Error(`${what}: expected ${status}, got ${got.status} ${JSON.stringify(got.body)}`);
    return got;
  };
  return {
    // biome-ignore lint/suspicious/noThenProperty: `await client.get(...)` is the plain way to ask
    then: answer.then.bind(answer) as Pending["then"],
    expect: async <T>(status: number, shape?: Shape<T>) => {
      const got = await expectStatus(status);
      return shape ? { ...got, body: shape.parse(got.body) } : got;
    },
    expectError: async (status, code) => {
      const got = await expectStatus(status);
      const { error } = got.body as { error?: { code: string; message: string; requestId: string } };
      if (error?.code !== code || !error.message || !error.requestId)
        throw new Error(`${what}: expected the error ${code}, got ${JSON.stringify(got.body)}`);
      return { ...got, body: { error } };
    },
  } as Pending;
}
