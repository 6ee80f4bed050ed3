import type { ComponentHit, Page } from "@slate/schema/api";
import { call } from "@/lib/call.ts";
import { listOptions } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";

/** Objects in a project's files that a query finds: `type:prefab component:Rigidbody m_Mass>10`. */
export const componentsQuery = (workspaceId: string, projectId: string, q: string) =>
  listOptions<ComponentHit>([...keys.assets(workspaceId, projectId), "components", q], (cursor, signal) =>
    call<Page<ComponentHit>>(workspaceId, "GET", "/api/assets/components", { query: { projectId, q, cursor }, signal }),
  );
