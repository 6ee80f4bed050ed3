import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { z } from "zod";
import { toast } from "@/components/ui/toaster.tsx";
import { AssetsPage, type AssetsState } from "@/features/assets/assets-page.tsx";
import { collectionsQuery } from "@/features/assets/queries.ts";
import { ImportDialog, type Offer } from "@/features/imports/import-dialog.tsx";
import { readDrop, readPicked } from "@/features/imports/read-drop.ts";
import { text as importText } from "@/features/imports/text.ts";
import { projectQuery } from "@/features/projects/queries.ts";

/** More than this would not fit into an address; a larger selection lives as long as the page. */
const linkedSelection = 20;

const word = z.string().max(1024).optional().catch(undefined);
const Search = z.object({
  view: z.literal("list").optional().catch(undefined),
  sort: z.enum(["path", "name", "size", "updated", "type"]).optional().catch(undefined),
  order: z.enum(["asc", "desc"]).optional().catch(undefined),
  q: word,
  type: word,
  label: word,
  collection: word,
  folder: word,
  unityProject: word,
  problem: z
    .enum(["missing-reference", "missing-script", "unused", "duplicate-guid", "orphaned-meta", "missing-meta", "warning"])
    .optional()
    .catch(undefined),
  selected: z.array(z.uuid()).max(linkedSelection).optional().catch(undefined),
});

export const Route = createFileRoute("/_app/w/$workspace/p/$project/assets/")({
  validateSearch: Search,
  loader: ({ context, params }) => void context.queryClient.prefetchQuery(collectionsQuery(context.workspace.id, params.project)),
  component: AssetsRoute,
});

function AssetsRoute() {
  const params = Route.useParams();
  const search = Route.useSearch();
  const { workspace } = Route.useRouteContext();
  const navigate = useNavigate();
  const { data: project } = useSuspenseQuery(projectQuery(workspace.id, params.project));
  const [offer, setOffer] = useState<Offer | null>(null);
  const [manySelected, setManySelected] = useState<string[]>();
  const picker = useRef<HTMLInputElement>(null);

  function onStateChange({ selected, ...state }: AssetsState) {
    const many = selected !== undefined && selected.length > linkedSelection;
    setManySelected(many ? selected : undefined);
    void navigate({
      to: "/w/$workspace/p/$project/assets",
      params,
      search: { ...state, selected: many ? undefined : selected },
      replace: true,
    });
  }

  return (
    <>
      <AssetsPage
        project={project}
        state={manySelected ? { ...search, selected: manySelected } : search}
        onStateChange={onStateChange}
        onOpen={({ guid }) => navigate({ to: "/w/$workspace/p/$project/assets/$guid", params: { ...params, guid } })}
        onDropFiles={(transfer, folder) => {
          readDrop(transfer).then(
            (gathered) => setOffer({ ...gathered, folder }),
            (error: Error) => toast.error(importText.readFailed, { description: error.message }),
          );
        }}
        onPickFiles={() => picker.current?.click()}
      />
      <input
        ref={picker}
        type="file"
        hidden
        multiple
        aria-label={importText.title}
        onChange={(event) => {
          setOffer({ ...readPicked(event.target.files ?? []), folder: search.folder ?? "" });
          event.target.value = "";
        }}
      />
      <ImportDialog projectId={project.id} offer={offer} onClose={() => setOffer(null)} />
    </>
  );
}
