import { createServiceApp } from "@slate/service";
import { accountRoutes } from "./account/routes.ts";
import { auditRoutes } from "./audit/routes.ts";
import type { Deps } from "./deps.ts";
import { frontRoutes } from "./front/routes.ts";
import { invitationRoutes } from "./invitations/routes.ts";
import { keyRoutes } from "./keys/routes.ts";
import { memberRoutes } from "./members/routes.ts";
import { serviceTokenRoutes } from "./service-tokens/routes.ts";
import { sessionRoutes } from "./sessions/routes.ts";
import { settingsRoutes } from "./settings/routes.ts";
import { signInRoutes } from "./sign-in/routes.ts";
import { signingKeyRoutes } from "./signing-keys/routes.ts";
import { userRoutes } from "./users/routes.ts";
import { workspaceRoutes } from "./workspaces/routes.ts";

const about = { title: "SLATE auth", description: "Accounts, sign-in, workspaces, members, invitations and API keys." };

/** The auth service, with the pages that speak for all services: health and documentation. */
export const createApp = (deps: Deps) =>
  createServiceApp(deps, about, [
    signInRoutes(deps),
    accountRoutes(deps),
    sessionRoutes(deps),
    settingsRoutes(deps),
    workspaceRoutes(deps),
    memberRoutes(deps),
    invitationRoutes(deps),
    keyRoutes(deps),
    auditRoutes(deps),
    userRoutes(deps),
    signingKeyRoutes(deps),
    serviceTokenRoutes(deps),
    frontRoutes(deps),
  ]);
