/** Shapes that cross the wire. Safe for browsers: no table definition is reachable from here. */
export * from "./asset-inspector.ts";
export * from "./asset-references.ts";
export * from "./asset-registry.ts";
export * from "./assets.ts";
export * from "./auth.ts";
export * from "./common.ts";
export * from "./internal.ts";
export * from "./paths.ts";
export * from "./permissions.ts";
export * from "./projects.ts";
export * from "./realtime.ts";
export * from "./runtime.ts";
export * from "./unity-files.ts";
