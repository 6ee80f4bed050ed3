import { join } from "node:path";
import { fillTemplateFile } from "../local/template.ts";

/** What the registry must be told, whoever starts it. */
export type RegistrySettings = {
  port: number;
  /** Holds the certificate `token.crt` and, on a disk, everything it keeps. */
  folder: string;
  httpSecret: string;
  tokenRealm: string;
  eventsUrl: string;
  eventsSecret: string;
};

/** A gigabyte is sent in 32 requests. */
const S3_PART_BYTES = 32 * 1024 * 1024;

/** The registry's configuration. Where it keeps things is a matter of the environment: REGISTRY_STORAGE is `disk` or `s3`. */
export function writeConfig(settings: RegistrySettings, env: Record<string, string | undefined> = process.env): string {
  const [driver, storage] = storageOf(settings.folder, env);
  return fillTemplateFile(join(import.meta.dir, "config.yml"), {
    PORT: settings.port,
    FOLDER: settings.folder,
    HTTP_SECRET: settings.httpSecret,
    TOKEN_REALM: settings.tokenRealm,
    EVENTS_URL: settings.eventsUrl,
    EVENTS_SECRET: settings.eventsSecret,
    STORAGE_DRIVER: driver,
    STORAGE_SETTINGS: JSON.stringify(storage), // which is YAML too
  });
}

/** distribution's name of the driver, and its settings. */
function storageOf(folder: string, env: Record<string, string | undefined>): [driver: string, settings: Record<string, unknown>] {
  const storage = env.REGISTRY_STORAGE ?? "disk";
  if (storage === "disk") return ["filesystem", { rootdirectory: join(folder, "data") }];
  if (storage !== "s3") throw new Error(`REGISTRY_STORAGE is "disk" or "s3", not "${storage}"`);
  const named = (name: string) => {
    const value = env[`REGISTRY_S3_${name}`];
    if (!value) throw new Error(`REGISTRY_S3_${name} is not set`);
    return value;
  };
  const regionendpoint = named("ENDPOINT");
  const place = { bucket: named("BUCKET"), region: named("REGION"), regionendpoint, secure: regionendpoint.startsWith("https:") };
  const key = { accesskey: named("ACCESS_KEY"), secretkey: named("SECRET_KEY"), v4auth: true };
  return ["s3", { ...place, ...key, chunksize: S3_PART_BYTES }];
}
