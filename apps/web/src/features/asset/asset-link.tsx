import { Link, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn.ts";
import { useWorkspace } from "@/lib/workspace.ts";

type AssetLinkProps = { guid: string; title?: string; className?: string; children: ReactNode };

/** The page of an asset of the project at hand. */
export function AssetLink({ guid, title, className, children }: AssetLinkProps) {
  const { slug } = useWorkspace();
  const { project = "" } = useParams({ strict: false });
  return (
    <Link
      to="/w/$workspace/p/$project/assets/$guid"
      params={{ workspace: slug, project, guid }}
      title={title}
      className={cn("hover:underline", className)}
    >
      {children}
    </Link>
  );
}
