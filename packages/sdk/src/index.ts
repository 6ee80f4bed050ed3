import createFetchClient, { type Client, type ClientOptions } from "openapi-fetch";
import type { paths as AssetsPaths } from "./generated/assets.ts";
import type { paths as AuthPaths } from "./generated/auth.ts";
import type { paths as ProjectsPaths } from "./generated/projects.ts";
import type { paths as RealtimePaths } from "./generated/realtime.ts";

/** Every route of every service. */
export type Paths = AuthPaths & ProjectsPaths & AssetsPaths & RealtimePaths;
export type SlateClient = Client<Paths>;

/**
 * A typed client: `client.GET("/api/projects/{id}", { params: { path: { id } } })` gives `{ data, error, response }`.
 * Programs pass `headers: { Authorization: "Bearer <API key or access token>" }`; the web app passes a `fetch` that sends the cookie and throws.
 */
export const createClient = (options: ClientOptions): SlateClient => createFetchClient<Paths>(options);

export { ARCHIVE_EXTENSIONS, archiveFormat } from "./archive-format.ts";
export { importFolder } from "./import-folder.ts";
export { type FolderFile, packFolder } from "./tar.ts";
