import { createServiceApp } from "@slate/service";
import { assetRoutes } from "./assets/routes.ts";
import { collectionRoutes } from "./collections/routes.ts";
import { componentSearchRoutes } from "./component-search/routes.ts";
import type { Deps } from "./deps.ts";
import { graphRoutes } from "./graph/routes.ts";
import { inspectorRoutes } from "./inspector/routes.ts";
import { previewRoutes } from "./previews/routes.ts";
import { notificationRoutes } from "./registry/inbox/notification-routes.ts";
import { registryRoutes } from "./registry/routes.ts";
import { tokenRoutes } from "./registry/token-routes.ts";
import { contentRoutes } from "./uploads/content-routes.ts";
import { uploadRoutes } from "./uploads/routes.ts";

const about = { title: "SLATE assets", description: "What files are made of: assets, components, references, registry, previews." };

/** `/api/assets/{id}` comes last: what stands beside it would be taken for an id. */
export const createApp = (deps: Deps) =>
  createServiceApp(deps, about, [
    tokenRoutes(deps),
    notificationRoutes(deps),
    registryRoutes(deps),
    collectionRoutes(deps),
    graphRoutes(deps),
    inspectorRoutes(deps),
    componentSearchRoutes(deps),
    uploadRoutes(deps),
    contentRoutes(deps),
    previewRoutes(deps),
    assetRoutes(deps),
  ]);
