import { readEnv, ServiceEnv } from "@slate/service";
import { z } from "zod";

const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;
const positive = (fallback: number) => z.coerce.number().int().positive().default(fallback);

const ProjectsEnv = ServiceEnv.extend({
  DATABASE_WORKER_URL: z.url(),
  REGISTRY_URL: z.url(),
  REGISTRY_TOKEN_KEY: z.string().startsWith("-----BEGIN"),
  REGISTRY_TOKEN_CERT: z.string().startsWith("-----BEGIN CERTIFICATE"),
  REGISTRY_TOKEN_ISSUER: z.string().min(1),
  REGISTRY_SERVICE: z.string().min(1),

  /** Text up to this size lives in PostgreSQL; larger or binary content in the registry. */
  TEXT_LIMIT_BYTES: positive(256 * KiB),
  FILE_LIMIT_BYTES: positive(512 * MiB),
  PROJECT_LIMIT_BYTES: positive(20 * GiB),
  PROJECT_LIMIT_FILES: positive(100_000),
  DIFF_LIMIT_BYTES: positive(MiB),
  /** For all files of one answer: while it compares, a process does nothing else. */
  DIFF_TIMEOUT_MS: positive(500),

  ARCHIVE_LIMIT_BYTES: positive(GiB),
  ARCHIVE_LIMIT_EXPANDED_BYTES: positive(4 * GiB),
  ARCHIVE_LIMIT_RATIO: positive(100),
  ARCHIVE_LIMIT_ENTRIES: positive(50_000),
  IMPORT_STALE_MS: positive(60_000),

  RUNTIME_LOG_LINES: positive(5000),
  RUNTIME_LOG_LIMIT_BYTES: positive(4 * MiB),

  /** How much of a file's text is searched, and how many matching files are ranked and counted. */
  SEARCH_TEXT_LIMIT_CHARACTERS: positive(64 * KiB),
  SEARCH_LIMIT_HITS: positive(10_000),
});

/** Settings of the projects service; every limit has its number here. */
export const readConfig = (env: Record<string, string | undefined> = process.env) => readEnv(ProjectsEnv, env);
export type Config = ReturnType<typeof readConfig>;
