import type { AssetDetail } from "@slate/schema/api";
import { Link, useCanGoBack, useRouter } from "@tanstack/react-router";
import { ArrowLeft, Download, FileSymlink, FolderInput, MoreHorizontal, Trash, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from "@/components/ui/dropdown-menu.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { lookOf } from "@/features/assets/asset-types.ts";
import { ImpactDialog, type ImpactPlan } from "@/features/assets/impact-dialog.tsx";
import { assetContentUrl } from "@/features/assets/queries.ts";
import { text as assetsText } from "@/features/assets/text.ts";
import { Thumbnail } from "@/features/assets/thumbnail.tsx";
import { useCan, useWorkspace } from "@/lib/workspace.ts";
import { LabelEditor } from "./label-editor.tsx";
import { text } from "./text.ts";

/** The asset's face, name and place, its labels, and what can be done to it. */
export function AssetHeader({ asset, onGone }: { asset: AssetDetail; onGone: () => void }) {
  const workspace = useWorkspace();
  const mayWrite = useCan("asset.write");
  const [plan, setPlan] = useState<ImpactPlan | null>(null);
  const router = useRouter();
  const canGoBack = useCanGoBack();
  const params = { workspace: workspace.slug, project: asset.projectId };
  // Back to the list as it was left, with its filters; from elsewhere, to all of them.
  const goBack = () => (canGoBack ? router.history.back() : void router.navigate({ to: "/w/$workspace/p/$project/assets", params }));
  return (
    <header className="flex shrink-0 flex-wrap items-start gap-x-4 gap-y-2 px-4 pt-4 pb-2 sm:px-6">
      <IconButton icon={ArrowLeft} label={text.allAssets} className="-mr-2 -ml-2" onClick={goBack} />
      <Thumbnail asset={asset} size={128} className="size-12 shrink-0 rounded-md border" />
      <div className="min-w-0 flex-1 basis-40">
        <h1 className="truncate font-semibold text-xl">{asset.name}</h1>
        <p className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 text-muted text-sm">
          <Badge>{lookOf(asset.type).name}</Badge>
          {asset.warnings > 0 ? (
            <Badge tone="warning">
              <TriangleAlert aria-hidden />
              {assetsText.warnings(asset.warnings)}
            </Badge>
          ) : null}
          <span className="min-w-0 truncate" title={asset.path}>
            {asset.path}
          </span>
        </p>
        <LabelEditor asset={asset} />
      </div>
      <div className="flex items-center gap-2">
        {asset.fileId ? (
          <Button asChild>
            <Link to="/w/$workspace/p/$project/files/$" params={{ ...params, _splat: asset.path }}>
              <FileSymlink aria-hidden />
              {text.openFile}
            </Link>
          </Button>
        ) : null}
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button size="icon" aria-label={text.more}>
              <MoreHorizontal aria-hidden />
            </Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end">
            {asset.fileId ? (
              <DropdownMenuItem asChild>
                <a href={assetContentUrl(workspace.id, asset)} download={asset.path.slice(asset.path.lastIndexOf("/") + 1)}>
                  <Download aria-hidden />
                  {text.download}
                </a>
              </DropdownMenuItem>
            ) : null}
            {mayWrite ? (
              <>
                <DropdownMenuItem onSelect={() => setPlan({ act: "move", assets: [asset] })}>
                  <FolderInput aria-hidden />
                  {text.move}…
                </DropdownMenuItem>
                <DropdownMenuItem danger onSelect={() => setPlan({ act: "delete", assets: [asset] })}>
                  <Trash aria-hidden />
                  {text.delete}…
                </DropdownMenuItem>
              </>
            ) : null}
          </DropdownMenuContent>
        </DropdownMenu>
      </div>
      <ImpactDialog
        projectId={asset.projectId}
        plan={plan}
        onClose={() => setPlan(null)}
        onDone={() => {
          if (plan?.act === "delete") onGone();
        }}
      />
    </header>
  );
}
