import { serve } from "@slate/service";
import { createApp } from "./app.ts";
import { readConfig } from "./config.ts";
import { openDeps } from "./deps.ts";
import { startWorkers } from "./workers.ts";

const deps = openDeps(readConfig());
const workers = startWorkers(deps);
await serve({ kit: deps, app: createApp(deps), stop: workers.stop });
