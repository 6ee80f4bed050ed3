import { serve } from "@slate/service";
import { createApp } from "./app.ts";
import { readConfig } from "./config.ts";
import { openDeps } from "./deps.ts";
import { startPurge } from "./purge.ts";

const deps = openDeps(readConfig());
const purge = startPurge(deps);
await serve({ kit: deps, app: createApp(deps), stop: purge.stop });
