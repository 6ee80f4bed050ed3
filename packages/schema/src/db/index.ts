/** Tables. Services only; nothing here may reach a browser bundle. */
export * from "./assets.ts";
export * from "./files.ts";
export * from "./projects.ts";
export * from "./runtime.ts";
export * from "./shared.ts";
export * from "./users.ts";
export * from "./workspaces.ts";
