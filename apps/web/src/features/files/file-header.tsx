import type { File } from "@slate/schema/api";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowLeft, Boxes, CopyPlus, Download, Lock, LockOpen, MoreHorizontal } from "lucide-react";
import { Bytes } from "@/components/quantity.tsx";
import { AvatarStack } from "@/components/ui/avatar.tsx";
import { Badge } from "@/components/ui/badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from "@/components/ui/dropdown-menu.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { tabClasses } from "@/components/ui/tabs.tsx";
import { assetsQuery } from "@/features/assets/queries.ts";
import { usePeopleAt } from "@/features/live/use-presence.ts";
import { describeType } from "@/lib/file-types.ts";
import { useCan, useWorkspace } from "@/lib/workspace.ts";
import { FileIcon } from "./file-icon.tsx";
import type { FileViewState } from "./file-view.tsx";
import { folderOf, nameOf } from "./paths.ts";
import { contentUrl } from "./queries.ts";
import { text } from "./text.ts";
import { useFileActions } from "./use-file-actions.ts";

type FileHeaderProps = {
  file: File;
  projectId: string;
  myId: string;
  view: FileViewState["view"];
  onStateChange: (state: FileViewState) => void;
  onBack?: () => void;
};

/** The file's name, who else is here, its lock, and the switch between text and history. */
export function FileHeader({ file, projectId, myId, view, onStateChange, onBack }: FileHeaderProps) {
  const workspace = useWorkspace();
  const mayWrite = useCan("file.write");
  const mayBreak = useCan("lock.break");
  const actions = useFileActions(projectId);
  const people = usePeopleAt(myId, { fileId: file.id });
  const folder = folderOf(file.path);
  const lockedByMe = file.lock?.owner.id === myId;

  return (
    <header className="shrink-0 border-b">
      <div className="flex h-10 items-center gap-2 pr-2 pl-3">
        {onBack ? <IconButton icon={ArrowLeft} label={text.backToTree} onClick={onBack} className="-ml-2" /> : null}
        <FileIcon path={file.path} />
        <p className="min-w-0 flex-1 truncate text-sm" title={file.path}>
          {folder ? <span className="text-muted max-md:hidden">{folder}/</span> : null}
          <span className="font-medium">{nameOf(file.path)}</span>
        </p>
        <span className="shrink-0 text-muted text-xs max-lg:hidden">
          {describeType(file.type)} · <Bytes value={file.size} />
        </span>
        <AvatarStack people={people} label={text.viewers} limit={3} />
        {file.lock ? (
          <Badge tone="warning" title={lockedByMe ? text.lockedByYou : text.lockedByOther(file.lock.owner.name)}>
            <Lock aria-hidden />
            <span className="max-sm:sr-only">{text.lockedBy(file.lock.owner.name)}</span>
          </Badge>
        ) : null}
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button variant="ghost" size="icon" aria-label={text.more}>
              <MoreHorizontal aria-hidden />
            </Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end">
            <AssetItem file={file} />
            <DropdownMenuItem asChild>
              <a href={contentUrl(workspace.id, file.id)} download>
                <Download aria-hidden />
                {text.download}
              </a>
            </DropdownMenuItem>
            {mayWrite ? (
              <DropdownMenuItem onSelect={() => void actions.copy(file).catch(() => {})}>
                <CopyPlus aria-hidden />
                {text.duplicate}
              </DropdownMenuItem>
            ) : null}
            {mayWrite && !file.lock ? (
              <DropdownMenuItem onSelect={() => void actions.lock(file).catch(() => {})}>
                <Lock aria-hidden />
                {text.lock}
              </DropdownMenuItem>
            ) : null}
            {file.lock && (lockedByMe || mayBreak) ? (
              <DropdownMenuItem onSelect={() => void actions.unlock(file, !lockedByMe).catch(() => {})}>
                <LockOpen aria-hidden />
                {lockedByMe ? text.unlock : text.breakLock}
              </DropdownMenuItem>
            ) : null}
          </DropdownMenuContent>
        </DropdownMenu>
      </div>
      <nav aria-label={text.view} className="flex items-center px-2">
        <button
          type="button"
          aria-current={view === undefined ? "page" : undefined}
          className={tabClasses}
          onClick={() => onStateChange({})}
        >
          {text.editor}
        </button>
        <button
          type="button"
          aria-current={view === "history" ? "page" : undefined}
          className={tabClasses}
          onClick={() => onStateChange({ view: "history" })}
        >
          {text.history}
        </button>
      </nav>
    </header>
  );
}

/** The way to what Unity makes of the file, where it is an asset. Asked for when the menu is opened. */
function AssetItem({ file }: { file: File }) {
  const workspace = useWorkspace();
  const { data: assets } = useInfiniteQuery(assetsQuery(workspace.id, file.projectId, { q: file.path, sort: "path", order: "asc" }));
  const asset = assets?.find(({ fileId }) => fileId === file.id);
  if (!asset) return null;
  return (
    <DropdownMenuItem asChild>
      <Link to="/w/$workspace/p/$project/assets/$guid" params={{ workspace: workspace.slug, project: file.projectId, guid: asset.guid }}>
        <Boxes aria-hidden />
        {text.openAsset}
      </Link>
    </DropdownMenuItem>
  );
}
