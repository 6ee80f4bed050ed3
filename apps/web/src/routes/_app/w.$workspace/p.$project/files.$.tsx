import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { useCallback, useRef, useState } from "react";
import { z } from "zod";
import { toast } from "@/components/ui/toaster.tsx";
import { openFolders } from "@/features/files/expanded-folders.ts";
import { FilesPage } from "@/features/files/files-page.tsx";
import { foldersAbove } from "@/features/files/paths.ts";
import { fileAtQuery, folderQuery } from "@/features/files/queries.ts";
import { ImportDialog, type Offer } from "@/features/imports/import-dialog.tsx";
import { readDrop, readPicked } from "@/features/imports/read-drop.ts";
import { text as importText } from "@/features/imports/text.ts";
import { usePresenceBeat } from "@/features/live/use-presence.ts";
import { projectQuery } from "@/features/projects/queries.ts";
import { useMe } from "@/features/shell/use-me.ts";

const Search = z.object({
  view: z.literal("history").optional().catch(undefined),
  version: z.number().int().min(1).optional().catch(undefined),
  diff: z
    .string()
    .regex(/^\d+\.\.\d+$/)
    .optional()
    .catch(undefined),
});

export const Route = createFileRoute("/_app/w/$workspace/p/$project/files/$")({
  validateSearch: Search,
  loader: ({ context, params }) => {
    void context.queryClient.prefetchQuery(folderQuery(context.workspace.id, params.project, ""));
    if (params._splat) void context.queryClient.prefetchQuery(fileAtQuery(context.workspace.id, params.project, params._splat));
  },
  component: FilesRoute,
});

function FilesRoute() {
  const params = Route.useParams();
  const state = Route.useSearch();
  const { workspace } = Route.useRouteContext();
  const navigate = useNavigate();
  const { data: project } = useSuspenseQuery(projectQuery(workspace.id, params.project));
  const [offer, setOffer] = useState<Offer | null>(null);
  const [fileId, setFileId] = useState<string | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  usePresenceBeat(workspace.id, { projectId: project.id, fileId });

  return (
    <>
      <FilesPage
        project={project}
        myId={useMe().id}
        path={params._splat ?? ""}
        state={state}
        onStateChange={(search) => navigate({ to: Route.fullPath, params, search })}
        onOpen={(path, search = {}) => navigate({ to: Route.fullPath, params: { ...params, _splat: path }, search })}
        onDropFiles={(transfer, folder) => {
          readDrop(transfer).then(
            (gathered) => {
              setOffer({ ...gathered, folder });
              if (folder) openFolders(project.id, [...foldersAbove(folder), folder]); // to see them arrive
            },
            (error: Error) => toast.error(importText.readFailed, { description: error.message }),
          );
        }}
        onPickFolder={() => picker.current?.click()}
        onLooking={useCallback((id) => setFileId(id), [])}
      />
      <input
        ref={picker}
        type="file"
        hidden
        multiple
        aria-label={importText.title}
        // React has no name for it, and every browser knows it by this one.
        {...{ webkitdirectory: "" }}
        onChange={(event) => {
          setOffer({ ...readPicked(event.target.files ?? []), folder: "" });
          event.target.value = "";
        }}
      />
      <ImportDialog projectId={project.id} offer={offer} onClose={() => setOffer(null)} />
    </>
  );
}
