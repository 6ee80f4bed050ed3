import { countOf, formatBytes, formatCount } from "@/lib/format.ts";
import type { Kind } from "./queries.ts";

type KindText = { title: string; intro: string; none: string };

const kinds: Record<Kind, KindText> = {
  "missing-reference": {
    title: "Missing references",
    intro: "A guid that nothing in the project, its packages or Unity itself has. The path is where it was last seen.",
    none: "Every reference leads somewhere.",
  },
  "missing-script": {
    title: "Missing scripts",
    intro: "Components whose script is not there: Unity shows them as “Missing (Mono Script)”.",
    none: "Every component has its script.",
  },
  unused: {
    title: "Unused assets",
    intro:
      "Nothing that is built reaches them. Scenes of the build, Resources, StreamingAssets, Addressables and editor folders count as used.",
    none: "Everything is used.",
  },
  "duplicate-guid": {
    title: "Duplicate guids",
    intro: "Several .meta files declare the same guid. Unity gives all but one a new guid and breaks their references.",
    none: "Every guid is there once.",
  },
  "orphaned-meta": {
    title: "Orphaned metas",
    intro: "A .meta whose file or folder is not there. Unity deletes it when it opens the project.",
    none: "Every .meta has its file.",
  },
  "missing-meta": {
    title: "Missing metas",
    intro: "Files without a .meta get a new guid on every machine, so references to them break.",
    none: "Every asset has its .meta.",
  },
  warning: {
    title: "Warnings",
    intro: "Files that could not be read completely.",
    none: "Everything could be read.",
  },
};

export const text = {
  title: "Project health",
  loading: "Looking the project over",
  failed: "The project could not be looked over",
  checked: "Checked",
  facts: (count: number, bytes: number) => `${countOf(count, "asset")}, ${formatBytes(bytes)}`,
  references: (resolved: number, inPackages: number, builtin: number) =>
    `${countOf(resolved, "reference")} resolved, ${formatCount(inPackages)} into packages, ${formatCount(builtin)} to what Unity brings along.`,
  kinds,
  largest: "Largest assets",
  largestIntro: "What takes the most room.",
  cards: "Kinds of problems",
  problemsFailed: "The problems could not be listed",
  problemsLoading: "Loading problems",
  unusedBytes: (bytes: number) => `${formatBytes(bytes)} could be freed`,
  columns: { asset: "Asset", problem: "Problem", last: "Last seen at", places: "Places", size: "Size", others: "Also in" },
  delete: "Delete",
  deleteMeta: "Delete the copy’s .meta",
  deleteMetaMessage: (path: string) => `Delete ${path}.meta: its guid is that of another asset`,
  metaDeleted: (name: string) => `${name}.meta was deleted`,
  metaGone: "Its .meta is not there any more.",
  restore: "Bring it back",
  restoreMessage: (path: string) => `Restore ${path}`,
  restored: (name: string) => `${name} is back`,
  notAmongDeleted: "It is not among the deleted files of this project.",
  notDone: "It was not done",
  noAsset: "No asset",
  where: (count: number) => `Found in ${countOf(count, "place")}`,
  shownOf: (shown: number, count: number) => `The first ${formatCount(shown)} of ${countOf(count, "place")}`,
  guid: "Guid",
  copyGuid: "Copy guid",
  others: "Also declared by",
  openAsset: "Open asset",
  howToFix: "What to do",
  fixes: {
    "missing-reference":
      "Bring the file back with its .meta (from the deleted files, or from another copy of the project), or set the property to another asset in the inspector.",
    "missing-script": "Bring the script back with its .meta, or remove the component in Unity.",
    unused: "Delete it, after a look at what mentions it. The deletion can be undone.",
    "duplicate-guid": "Delete the .meta of the copy: Unity then gives it a guid of its own. What names the guid means the other asset.",
    "orphaned-meta": "Delete it. If the file was deleted by mistake, bring the file back instead.",
    "missing-meta": "Open the project in Unity once and add the .meta that it makes.",
    warning: "Open the file and repair what the warning names, or bring back an older version.",
  } satisfies Record<Kind, string>,
  summaryTitle: "Health",
  summaryNone: "No problems were found.",
  allHealth: "Project health",
  total: (count: number) => countOf(count, "problem"),
};
