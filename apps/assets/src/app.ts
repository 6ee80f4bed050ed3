import { createServiceApp } from "@slate/service";
import type { Deps } from "./deps.ts";
import { tokenRoutes } from "./registry/token-routes.ts";

const about = { title: "SLATE assets", description: "What files are made of: assets, components, references, registry, previews." };

export const createApp = (deps: Deps) => createServiceApp(deps, about, [tokenRoutes(deps)]);
