import { serve } from "@slate/service";
import { createApp } from "./app.ts";
import { readConfig } from "./config.ts";
import { openDeps } from "./deps.ts";

const deps = openDeps(readConfig());
await serve({ kit: deps, app: createApp(deps), drain: () => deps.hub.endAll("draining"), stop: deps.stop });
