import { createServiceApp } from "@slate/service";
import type { Deps } from "./deps.ts";
import { presenceRoutes } from "./presence/routes.ts";
import { streamRoutes } from "./streams/routes.ts";

const about = { title: "SLATE realtime", description: "Live updates and presence over Server-Sent Events." };

export const createApp = (deps: Deps) => createServiceApp(deps, about, [streamRoutes(deps), presenceRoutes(deps)]);
