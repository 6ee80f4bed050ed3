import type { FileDiff } from "@slate/schema/api";
import { holdsObjects } from "@slate/schema/api";
import { Link } from "@tanstack/react-router";
import { Diff } from "@/components/diff/diff.tsx";
import { Bytes } from "@/components/quantity.tsx";
import { Badge, type Tone } from "@/components/ui/badge.tsx";
import { DiffViewSwitch, useDiffView } from "@/features/object-diff/diff-view-switch.tsx";
import { ObjectDiff } from "@/features/object-diff/object-diff.tsx";
import { useWorkspace } from "@/lib/workspace.ts";
import { text } from "./text.ts";

const tones: Record<FileDiff["operation"], Tone> = {
  create: "success",
  edit: "neutral",
  move: "info",
  delete: "danger",
  restore: "success",
};

/** What happened to one file. */
export function ChangedFile({ projectId, file }: { projectId: string; file: FileDiff }) {
  const { slug } = useWorkspace();
  const { view } = useDiffView();
  const { oldVersion, newVersion } = file;
  const compared = file.operation === "edit" && oldVersion !== null && newVersion !== null && holdsObjects(file.path);
  const heading = (
    <span className="flex min-w-0 items-center gap-2">
      <Badge tone={tones[file.operation]}>{text.operations[file.operation]}</Badge>
      {file.operation === "delete" ? (
        <span className="truncate font-medium">{file.path}</span>
      ) : (
        <Link
          to="/w/$workspace/p/$project/files/$"
          params={{ workspace: slug, project: projectId, _splat: file.path }}
          className="truncate font-medium hover:underline"
        >
          {file.path}
        </Link>
      )}
      {file.previousPath ? <span className="truncate text-muted">{text.from(file.previousPath)}</span> : null}
      {compared ? (
        <span className="ml-auto">
          <DiffViewSwitch />
        </span>
      ) : null}
    </span>
  );
  if (compared && view === "objects") {
    return (
      <section aria-label={file.path} className="overflow-hidden rounded-lg border bg-surface">
        <header className="min-h-10 border-b bg-canvas px-3 py-1.5 text-sm">{heading}</header>
        <ObjectDiff fileId={file.fileId} from={oldVersion} to={newVersion} className="max-h-[70vh] overflow-y-auto" />
      </section>
    );
  }
  if (file.binary || file.tooLarge || file.hunks.length === 0) {
    return (
      <section aria-label={file.path} className="overflow-hidden rounded-lg border bg-surface">
        <header className="flex min-h-10 items-center gap-2 bg-canvas px-3 py-1 text-sm">{heading}</header>
        {file.binary || file.tooLarge ? (
          <p className="border-t px-3 py-4 text-center text-muted text-sm">
            {file.binary ? text.binary : text.tooLarge} {file.oldSize === null ? null : <Bytes value={file.oldSize} />}
            {file.oldSize !== null && file.newSize !== null ? " → " : null}
            {file.newSize === null ? null : <Bytes value={file.newSize} />}
          </p>
        ) : null}
      </section>
    );
  }
  return (
    <Diff source={file} path={file.path} label={file.path} heading={heading} scroll="page" className="overflow-hidden rounded-lg border" />
  );
}
