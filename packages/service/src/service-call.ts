import { context, propagation } from "@opentelemetry/api";
import { type Author, ErrorBody, ServiceToken, type ServiceTokenRequest } from "@slate/schema/api";
import type { z } from "zod";
import type { Actor } from "./actor.ts";
import { credentialOf } from "./callers.ts";
import { AppError, isStatus, problems } from "./errors.ts";
import type { Kit } from "./kit.ts";

const TOKEN_KEPT_MS = 4 * 60_000;
const TOKENS_LIMIT = 10_000;
const TIMEOUT_MS = 8000;

/** Work that goes on without its author being there: in their name, with the rights they have now. */
export type OnBehalf = { workspaceId: string; author: Author; requestId?: string | null; address?: string | null };

type Acting = Pick<Actor, "kind" | "credentialId" | "sessionId" | "userId" | "memberships" | "workspaceId" | "requestId" | "address">;

export type ServiceRequest<T extends z.ZodType> = {
  /** The service to ask, by name. */
  service: string;
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below `/internal/`. */
  path: `/internal/${string}`;
  /** Sent as JSON, but for bytes and streams. */
  body?: object | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
  headers?: Record<string, string>;
  /** What the answer must look like. */
  shape: T;
  /** For the whole call; an upload may need more than the default of 8 s. */
  timeoutMs?: number;
};
export type ServiceAnswer<T> = { status: number; headers: Headers; body: T };
export type ServiceCaller = ReturnType<typeof createServiceCaller>;

/**
 * Asks other services in the name of an actor. The token for it comes from auth, which looks whether the actor's credential still is good; it is
 * kept for four minutes, or until it is refused. A refusal of the other service is thrown as if it were our own, with its code and status;
 * one that is away is `server.unavailable`.
 */
export function createServiceCaller(
  { service: self, log }: Pick<Kit, "service" | "log">,
  { SERVICE_URLS: urls, SERVICE_SECRET: secret }: { SERVICE_URLS: Record<string, string>; SERVICE_SECRET: string },
) {
  const tokens = new Map<string, { token: Promise<string>; untilMs: number }>();

  const send = async (service: string, path: string, init: RequestInit, about: Acting | OnBehalf, timeoutMs = TIMEOUT_MS) => {
    const url = urls[service];
    if (!url) throw new Error(`SERVICE_URLS names no service ${service}`);
    const headers = new Headers(init.headers);
    if (about.requestId) headers.set("X-Request-Id", about.requestId);
    if (about.address) headers.set("X-Forwarded-For", about.address);
    propagation.inject(context.active(), headers, { set: (carrier, name, value) => carrier.set(name, value) });
    try {
      return await fetch(new URL(path, url), { ...init, headers, redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
    } catch (cause) {
      throw problems.unavailable(`The service ${service} is away`, { cause, headers: { "Retry-After": "2" } });
    }
  };

  async function mint(request: ServiceTokenRequest, about: Acting | OnBehalf): Promise<string> {
    const proof = Buffer.from(`${self}:${secret}`).toString("base64");
    const headers = { "Content-Type": "application/json", Authorization: `Basic ${proof}` };
    const answer = await send("auth", "/internal/service-tokens", { method: "POST", headers, body: JSON.stringify(request) }, about);
    if (answer.ok) return ServiceToken.parse(await answer.json()).token;
    const error = await errorOf(answer, "auth");
    // Our own secret is wrong: no caller can mend that, and none should be told to sign in again.
    if (error.definition.code !== "service.refused") throw error;
    log.error({ err: error.message }, "auth does not know this service");
    throw problems.internal(undefined, { cause: error });
  }

  const tokenFor = (request: ServiceTokenRequest, key: string, about: Acting | OnBehalf): Promise<string> => {
    const kept = tokens.get(key);
    if (kept && kept.untilMs > performance.now()) return kept.token;
    if (tokens.size >= TOKENS_LIMIT) tokens.clear();
    const token = mint(request, about);
    tokens.set(key, { token, untilMs: performance.now() + TOKEN_KEPT_MS });
    token.catch(() => tokens.delete(key));
    return token;
  };

  /** Throws what the other service refuses with, `server.unavailable`, and `auth.required` when the actor's credential has ended. */
  return async function callService<T extends z.ZodType>(
    about: Acting | OnBehalf,
    request: ServiceRequest<T>,
  ): Promise<ServiceAnswer<z.infer<T>>> {
    const { service, method, path, body, shape, timeoutMs } = request;
    const { kind, id } = "credentialId" in about ? credentialOf(about) : credentialOfAuthor(about.author);
    const asked: ServiceTokenRequest = { audience: service, workspaceId: about.workspaceId, act: { kind, id } };
    const key = `${service} ${about.workspaceId} ${kind} ${id}`;
    const isRaw = body instanceof Uint8Array || body instanceof ReadableStream;
    const type = isRaw ? "application/octet-stream" : "application/json";

    const attempt = async () => {
      const headers = {
        ...(body ? { "Content-Type": type } : {}),
        ...request.headers,
        Authorization: `Bearer ${await tokenFor(asked, key, about)}`,
      };
      const init: RequestInit = { method, headers, body: body === undefined || isRaw ? body : JSON.stringify(body) };
      return send(service, path, init, about, timeoutMs);
    };
    let answer = await attempt();
    if (answer.status === 401) {
      tokens.delete(key);
      if (!(body instanceof ReadableStream)) answer = await attempt(); // a stream cannot be sent twice
    }
    if (!answer.ok) throw await errorOf(answer, service);
    return { status: answer.status, headers: answer.headers, body: shape.parse(await answer.json()) };
  };
}

function credentialOfAuthor({ kind, id }: Author): ServiceTokenRequest["act"] {
  if (kind === "agent") throw new Error("An AI turn acts by the person who started it");
  return { kind: kind === "key" ? "key" : "member", id };
}

/** The refusal as the other service worded it. */
async function errorOf(answer: Response, service: string): Promise<AppError> {
  const parsed = ErrorBody.safeParse(await answer.json().catch(() => null));
  const retryAfter = answer.headers.get("retry-after");
  const headers = retryAfter ? { headers: { "Retry-After": retryAfter } } : {};
  if (!parsed.success || !isStatus(answer.status)) return problems.unavailable(`The service ${service} answered ${answer.status}`, headers);
  const { code, message, details } = parsed.data.error;
  return new AppError({ code, status: answer.status, title: message }, message, details, headers);
}
