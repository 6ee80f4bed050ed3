import { readEnv, ServiceCallEnv, ServiceEnv } from "@slate/service";
import { z } from "zod";

const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;
const HOUR_MS = 3600_000;
const positive = (fallback: number) => z.coerce.number().int().positive().default(fallback);

const AssetsEnv = ServiceEnv.extend({
  ...ServiceCallEnv,
  DATABASE_WORKER_URL: z.url(),
  REGISTRY_URL: z.url(),
  REGISTRY_TOKEN_KEY: z.string().startsWith("-----BEGIN"),
  REGISTRY_TOKEN_CERT: z.string().startsWith("-----BEGIN CERTIFICATE"),
  REGISTRY_TOKEN_ISSUER: z.string().min(1),
  REGISTRY_SERVICE: z.string().min(1),

  /** What the registry proves itself with when it tells what was pushed. */
  REGISTRY_EVENTS_SECRET: z.string().min(32),
  /** When scrub and clean-up begin by themselves, and how fast a scrub reads. */
  REGISTRY_NIGHTLY_HOUR_UTC: z.coerce.number().int().min(0).max(23).default(3),
  SCRUB_MIB_PER_SECOND: positive(50),
  /** A picture of content that no live asset has any more is kept so long. */
  PREVIEW_KEPT_DAYS: positive(30),
  /** Refused sign-ins and scopes that reach the audit log, for each address in 15 minutes: a flood would bury the rest. */
  REGISTRY_AUDITED_REFUSALS: positive(100),

  /** A larger file becomes an asset that is not taken apart, with a warning: each MiB of text takes 10 MiB of memory for a moment, and requests wait. */
  PARSE_LIMIT_BYTES: positive(16 * MiB),
  /** A larger file is not shown as objects, edited or merged: while one is taken apart, a process does nothing else. */
  INSPECT_LIMIT_BYTES: positive(8 * MiB),
  /** Files that are taken apart for answers at once, for how many more requests may wait, and how long: each takes up to twice the memory of both limits. */
  INSPECT_CONCURRENCY: positive(2),
  INSPECT_QUEUE: positive(50),
  INSPECT_WAIT_MS: positive(10_000),
  /** All prefabs that one file shows, together. */
  INSPECT_SOURCES_LIMIT_BYTES: positive(32 * MiB),
  /** Reference graphs in memory, of all projects together: some 20 MiB for a hundred thousand assets with a million references. */
  GRAPHS_LIMIT_BYTES: positive(256 * MiB),
  /** Reading one of them from the database. */
  GRAPH_LOAD_TIMEOUT_MS: positive(30_000),
  /** A component search that takes longer is refused as too broad. */
  COMPONENT_SEARCH_TIMEOUT_MS: positive(5000),
  /** How long a deletion waits for assets that are behind their files before it is refused. */
  CATCH_UP_WAIT_MS: positive(5000),
  /** The same as in projects: what a file and a project may have. */
  FILE_LIMIT_BYTES: positive(512 * MiB),
  PROJECT_LIMIT_BYTES: positive(20 * GiB),

  /** A chunk is whole or nothing, so its size is what a dropped connection costs. */
  UPLOAD_CHUNK_BYTES: positive(16 * MiB),
  /** Smaller ones, but for the last, would make more manifests than bytes. */
  UPLOAD_CHUNK_MIN_BYTES: positive(256 * KiB),
  UPLOADS_OPEN_LIMIT: positive(10),
  UPLOAD_EXPIRES_MS: positive(24 * HOUR_MS),
  /** A completion that has not been heard of for so long died with its process. */
  UPLOAD_STALE_MS: positive(60_000),
  /** How long one that has ended can still be asked about. */
  UPLOAD_KEPT_MS: positive(7 * 24 * HOUR_MS),

  /** Larger files and images get no picture: they are not worth what it costs to read them. */
  PREVIEW_SOURCE_LIMIT_BYTES: positive(256 * MiB),
  PREVIEW_LIMIT_PIXELS: positive(16_384 ** 2),
  PREVIEW_TIMEOUT_MS: positive(20_000),
  /** How long a request waits for a picture that is being made. */
  PREVIEW_WAIT_MS: positive(15_000),
  /** Pictures that requests may wait for together; further ones are refused for a moment. */
  PREVIEW_QUEUE: positive(100),
  /** The drawing process ends when it has had nothing to draw for so long. */
  PREVIEW_IDLE_MS: positive(30_000),
});

/** Settings of the assets service: every limit that an operator may want to change. Bounds of one algorithm stand beside it. */
export const readConfig = (env: Record<string, string | undefined> = process.env) => readEnv(AssetsEnv, env);
export type Config = ReturnType<typeof readConfig>;
