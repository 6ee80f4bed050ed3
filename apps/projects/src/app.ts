import { createServiceApp } from "@slate/service";
import { changesetRoutes } from "./changesets/routes.ts";
import type { Deps } from "./deps.ts";
import { errorLogRoutes } from "./error-logs/routes.ts";
import { exportRoutes } from "./exports/routes.ts";
import { fileRoutes } from "./files/routes.ts";
import { importRoutes } from "./imports/routes.ts";
import { internalRoutes } from "./internal/routes.ts";
import { lockRoutes } from "./locks/routes.ts";
import { projectRoutes } from "./projects/routes.ts";
import { runtimeRoutes } from "./runtime/routes.ts";
import { searchRoutes } from "./search/routes.ts";

const about = { title: "SLATE projects", description: "Projects, their files and history, imports, search, runtime sessions and errors." };

export const createApp = (deps: Deps) =>
  createServiceApp(deps, about, [
    projectRoutes(deps),
    fileRoutes(deps),
    changesetRoutes(deps),
    importRoutes(deps),
    exportRoutes(deps),
    searchRoutes(deps),
    lockRoutes(deps),
    runtimeRoutes(deps),
    errorLogRoutes(deps),
    internalRoutes(deps),
  ]);
