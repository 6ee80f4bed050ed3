import type { Deps } from "../deps.ts";
import { type Document, mergeDocuments } from "./merge-documents.ts";

const FETCH_MS = 2000;
/** How long a merged document is good. */
export const CACHE_SECONDS = 10;

const info = {
  title: "SLATE",
  description:
    "Every service of SLATE. Browsers carry the session cookie, clients an access token or an API key as a bearer token. Most routes act in one workspace, named by `Slate-Workspace`.",
  version: "1",
};

/** Resolves to the merged document of all services; one that is away is missing from it until it is back. */
export function createMergedDocument(deps: Deps): () => Promise<Document> {
  let merged: Promise<Document> | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (merged && performance.now() - readAt < CACHE_SECONDS * 1000) return merged;
    readAt = performance.now();
    merged = readAll(deps);
    return merged;
  };
}

async function readAll({ config, log }: Deps): Promise<Document> {
  const found = await Promise.all(
    Object.entries(config.SERVICE_URLS).map(async ([service, url]): Promise<[string, Document][]> => {
      try {
        const response = await fetch(new URL("/openapi.json", url), { signal: AbortSignal.timeout(FETCH_MS) });
        if (!response.ok) throw new Error(`answered ${response.status}`);
        return [[service, (await response.json()) as Document]];
      } catch (error) {
        log.warn({ service, err: String(error) }, "its part of the documentation is missing");
        return [];
      }
    }),
  );
  return mergeDocuments(Object.fromEntries(found.flat()), info);
}
