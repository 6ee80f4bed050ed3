import { createFileRoute } from "@tanstack/react-router";
import { KeysPage } from "@/features/keys/keys-page.tsx";
import { apiKeysQuery } from "@/features/keys/queries.ts";

export const Route = createFileRoute("/_app/w/$workspace/settings/keys")({
  loader: ({ context }) => void context.queryClient.prefetchInfiniteQuery(apiKeysQuery(context.workspace.id)),
  component: KeysPage,
});
