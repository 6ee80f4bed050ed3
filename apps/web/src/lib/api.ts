import { ErrorBody } from "@slate/schema/api";
import { ApiError } from "./api-error.ts";

/** How often, and after how long, a request that is safe to repeat is sent again when no answer came. */
const retryDelaysMs = [400, 1600];

/** Statuses that say nothing about the request itself: no answer, or a part of the server was away. */
const passing = new Set([0, 502, 503, 504]);

/**
 * What every call to the API goes through: same origin, with the sign-in cookie. Answers only with success; everything else is
 * an ApiError. A create that carries an `Idempotency-Key` is repeated when the network fails, since it cannot happen twice.
 */
export async function apiFetch(request: Request): Promise<Response> {
  // Proves to the server that this page sent it, which a foreign form cannot.
  request.headers.set("Slate-Client", "web");
  const delays = request.headers.has("Idempotency-Key") ? [...retryDelaysMs] : [];
  for (;;) {
    const delayMs = delays.shift();
    const outcome = await send(delayMs === undefined ? request : request.clone());
    if (outcome instanceof Response) return outcome;
    if (delayMs === undefined || !passing.has(outcome.status)) throw outcome;
    await new Promise((resolve) => setTimeout(resolve, delayMs));
  }
}

async function send(request: Request): Promise<Response | ApiError> {
  try {
    const response = await fetch(request);
    return response.ok || response.status === 304 ? response : await readFailure(response);
  } catch (error) {
    if (request.signal.aborted) throw error;
    return new ApiError(0, "network", "The server could not be reached. Check the connection and try again.", null, null);
  }
}

async function readFailure(response: Response): Promise<ApiError> {
  return toApiError(response.status, await response.text().catch(() => ""), response.headers.get("X-Request-Id"));
}

/** What a refusal says, as an error; also for bodies read by other means than fetch. */
export function toApiError(status: number, body: string, requestId: string | null): ApiError {
  const parsed = ErrorBody.safeParse(parseJson(body));
  if (!parsed.success) {
    const message = passing.has(status) ? "The server is away for a moment. Try again shortly." : `The server answered with ${status}.`;
    return new ApiError(status, "server.error", message, null, requestId);
  }
  const { code, message, details, requestId: told } = parsed.data.error;
  return new ApiError(status, code, message, details, told || requestId);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Headers of a call that creates something; make them once per intent, so that a repeat is the same call. */
export const creating = () => ({ "Idempotency-Key": crypto.randomUUID() });

/** Headers of a write to a thing last read at `version`: refused with 412 when somebody else was faster. */
export const ifVersion = (version: number) => ({ "If-Match": `"${version}"` });
