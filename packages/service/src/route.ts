import { createRoute, OpenAPIHono, type RouteConfig } from "@hono/zod-openapi";
import { ErrorBody, PERMISSIONS } from "@slate/schema/api";
import type { MiddlewareHandler } from "hono";
import type { z } from "zod";
import type { Env } from "./context.ts";
import { type ErrorDefinition, problems } from "./errors.ts";
import { type Access, guard, isInternal, type Reads, serviceGuard } from "./guard.ts";
import { idempotent } from "./idempotency.ts";
import { jsonBodyGuard } from "./json-body.ts";

type ErrorSource = { definition: ErrorDefinition };
type Definition = Omit<RouteConfig, "security" | "middleware" | "hide"> & {
  operationId: string;
  summary: string;
  tags: string[];
  /** Who may call it. There is no default: a route without one does not compile. */
  access: Access;
  /** Refusals of its own; those that follow from access, body and method are added. */
  errors?: ErrorSource[];
  /** Cache tags that the answer depends on: for reads that must be quick. */
  reads?: Reads;
  /** Honour `Idempotency-Key`: set on every POST that creates. */
  idempotent?: boolean;
};

/** A router for one folder of routes. Off-schema input leaves it as `request.invalid`, naming fields. */
export const createRouter = () =>
  new OpenAPIHono<Env>({
    defaultHook: (result) => {
      if (result.success) return;
      const details = result.error.issues.map((issue) => ({ field: [result.target, ...issue.path].join("."), problem: issue.message }));
      throw problems.invalid(`Not valid: ${details.map((d) => d.field).join(", ")}`, { details });
    },
  });

/** Defines one endpoint: documentation, validation and guard in one place. What is below `/internal/` is for services and in no document. */
export function defineRoute<const D extends Definition>(definition: D) {
  const { access, reads, errors = [], idempotent: isIdempotent = false, ...config } = definition;
  const hasJson = config.request?.body?.content !== undefined && "application/json" in config.request.body.content;
  const middleware: MiddlewareHandler<Env>[] = [isInternal(config.path) ? serviceGuard(access) : guard(access, reads)];
  if (hasJson) middleware.push(jsonBodyGuard);
  if (isIdempotent) middleware.push(idempotent);
  return createRoute({
    ...config,
    hide: isInternal(config.path),
    middleware,
    parameters: headerParameters(config.path, access, isIdempotent),
    security:
      access === "public"
        ? []
        : [{ cookie: [] }, { bearer: [] }, ...(access === "any-caller" || access in PERMISSIONS ? [{ apiKey: [] }] : [])],
    responses: { ...errorResponses([...errors, ...impliedErrors({ access, hasJson, isIdempotent, config })]), ...config.responses },
    ...{ "x-access": access },
  } as unknown as Omit<D, "access" | "reads" | "errors" | "idempotent"> & { middleware: MiddlewareHandler<Env>[] });
}

/** A required JSON request body, with an example for the documentation. */
export const jsonBody = <T extends z.ZodType>(schema: T, example?: z.input<T>) => ({
  body: { required: true as const, content: { "application/json": { schema, ...(example === undefined ? {} : { example }) } } },
});

/** A JSON response, with an example for the documentation. */
export const json = <T extends z.ZodType>(schema: T, description: string, example?: z.input<T>) => ({
  description,
  content: { "application/json": { schema, ...(example === undefined ? {} : { example }) } },
});

/** A response without a body. */
export const empty = (description: string) => ({ description });

/** Headers that follow from how a route is guarded: the guard reads them, so only the documentation needs to name them. */
function headerParameters(path: string, access: Access, isIdempotent: boolean) {
  const inHeader = (name: string, description: string, schema: Record<string, unknown>) => ({
    name,
    in: "header" as const,
    required: false,
    description,
    schema: { type: "string", ...schema },
  });
  return [
    ...(access in PERMISSIONS && !path.includes("{workspaceId}")
      ? [inHeader("Slate-Workspace", "The workspace to act in; may be left out by members of one only", { format: "uuid" })]
      : []),
    ...(isIdempotent
      ? [
          inHeader("Idempotency-Key", "Repeating it with the same body gets the first answer, for 24 hours", {
            minLength: 1,
            maxLength: 200,
          }),
        ]
      : []),
  ];
}

function impliedErrors(route: {
  access: Access;
  hasJson: boolean;
  isIdempotent: boolean;
  config: { request?: RouteConfig["request"] };
}): ErrorSource[] {
  const found: ErrorSource[] = [problems.invalid, problems.rateLimited, problems.internal, problems.unavailable];
  if (route.access !== "public") found.push(problems.unauthenticated, problems.forbidden);
  if (route.access in PERMISSIONS) found.push(problems.workspaceRequired, problems.workspaceNotFound);
  if (route.access === "recent-person") found.push(problems.reauthenticate);
  if (route.config.request?.body) found.push(problems.tooLarge, problems.mediaType);
  if (route.hasJson) found.push(problems.unprocessable);
  if (route.isIdempotent) found.push(problems.inProgress, problems.keyReused);
  return found;
}

/** Error responses by status, each listing its codes. */
function errorResponses(
  sources: ErrorSource[],
): Record<string, { description: string; content: Record<string, { schema: typeof ErrorBody }> }> {
  const byStatus = Map.groupBy(new Set(sources.map((source) => source.definition)), (definition) => definition.status);
  return Object.fromEntries(
    [...byStatus].map(([status, definitions]) => [
      String(status),
      {
        description: definitions.map((d) => `\`${d.code}\` ${d.title}`).join("; "),
        content: { "application/json": { schema: ErrorBody } },
      },
    ]),
  );
}
