import { Scalar } from "@scalar/hono-api-reference";
import type { AppContext } from "@slate/service";
import type { Deps } from "../deps.ts";

/** Where the page finds Scalar's own script: here, not on somebody's network. */
export const SCRIPT_PATH = "/docs/scalar.js";
export const scriptFile = () => Bun.file(new URL("./browser/standalone.js", import.meta.resolve("@scalar/api-reference")));

/** Nothing from anywhere else; only scripts that carry this answer's nonce. Scalar sets styles inline as it draws. */
const policy = (nonce: string) =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

/** Runs in the visitor's browser: the header says that our own page sends the request, as the API asks of cookie holders. */
const fetchFromDocs = (input: string | URL | Request, init?: RequestInit) => {
  const request = input instanceof Request ? new Request(input, init) : new Request(input.toString(), init);
  request.headers.set("Slate-Client", "docs");
  return fetch(request);
};

/** Answers the page: one source for everything, one for each service. Trying a route out uses the visitor's own sign-in. */
export async function docsPage(c: AppContext, deps: Deps): Promise<Response> {
  const nonce = crypto.randomUUID();
  const page = Scalar({
    pageTitle: "SLATE API",
    cdn: SCRIPT_PATH,
    nonce,
    sources: [
      { title: "All services", slug: "all", url: "/openapi.json", default: true },
      ...Object.keys(deps.config.SERVICE_URLS).map((name) => ({ title: name, slug: name, url: `/openapi/${name}.json` })),
    ],
    servers: [{ url: deps.config.PUBLIC_URL }],
    customFetch: fetchFromDocs as typeof fetch,
    persistAuth: false,
    telemetry: false,
    withDefaultFonts: false,
    hideClientButton: true,
    showDeveloperTools: "never",
    agent: { disabled: true },
    mcp: { disabled: true },
  });
  const response = (await page(c as never, async () => {})) as Response;
  response.headers.set("Content-Security-Policy", policy(nonce));
  return response;
}
