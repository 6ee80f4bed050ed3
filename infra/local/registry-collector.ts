import { join } from "node:path";
import { cloneFolder } from "./folders.ts";
import type { Stack } from "./stack.ts";
import type { ProcessSpec } from "./supervisor.ts";

/** Collects the registry's garbage when it is asked for, and at night. It finds the stack by its state file, once that is there. */
export const registryCollector = (stack: Stack): ProcessSpec => ({
  name: "collector",
  command: [process.execPath, join(cloneFolder, "infra", "registry", "collect.ts"), "--watch"],
  after: ["registry", "pgbouncer"],
  cwd: cloneFolder,
  env: { STATE_FILE: join(stack.folders.state, "state.json") },
  ports: [],
  check: async () => {},
});
