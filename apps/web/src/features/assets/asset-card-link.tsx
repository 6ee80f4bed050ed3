import type { Asset } from "@slate/schema/api";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useWorkspace } from "@/lib/workspace.ts";

type AssetCardLinkProps = { asset: Pick<Asset, "projectId" | "guid" | "path" | "type">; className?: string; children: ReactNode };

/** Where an asset of the list leads: to its page; a folder, to what is in it. */
export function AssetCardLink({ asset, className, children }: AssetCardLinkProps) {
  const { slug } = useWorkspace();
  const params = { workspace: slug, project: asset.projectId };
  const shared = { tabIndex: -1, title: asset.path, className };
  return asset.type === "folder" ? (
    <Link
      to="/w/$workspace/p/$project/assets"
      params={params}
      search={({ view }) => ({ view: view === "list" ? view : undefined, folder: asset.path })}
      {...shared}
    >
      {children}
    </Link>
  ) : (
    <Link to="/w/$workspace/p/$project/assets/$guid" params={{ ...params, guid: asset.guid }} {...shared}>
      {children}
    </Link>
  );
}
