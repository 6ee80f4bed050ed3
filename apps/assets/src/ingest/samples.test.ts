import { afterAll, describe, expect, test } from "bun:test";
import { documentsByClass, measure } from "../../../../infra/sample/measure.ts";
import { UGUI } from "../../../../infra/sample/unity/interface.ts";
import { assetsOf, caughtUp, closeSql, importFrom, sqlAsOwner, testProject } from "../testing/index.ts";
import { hasSharedSample, OWN_SAMPLE, readProject, SHARED_SAMPLE } from "../unity/testing/read-project.ts";

afterAll(closeSql);

const LONG_MS = 120_000;

/** A sample imported as people do it, and what became of it: counted in the tables, since an API shows it by the page. */
async function ingestSample(folder: string) {
  const project = await testProject();
  await importFrom(project, folder);
  const facets = await caughtUp(project.member, project.projectId);
  const [row] = await sqlAsOwner()`
    with refs as (select * from slate_asset_references where project_id = ${project.projectId} and kind <> 'weak'),
      parts as (select * from slate_asset_components where project_id = ${project.projectId}),
      live as (select * from slate_assets where project_id = ${project.projectId} and deleted_at is null)
    select
      (select count(*)::int from live where file_id is not null) + (select count(*)::int from live where meta_file_id is not null) as files,
      (select count(*)::int from live where meta_file_id is not null) as metas,
      (select count(*)::int from live where metadata->>'serialization' = 'yaml') as yaml,
      (select count(*)::int from parts) as documents,
      (select count(*)::int from parts where stripped) as stripped,
      (select count(*)::int from parts where file_id < 0) as negative,
      (select count(*)::int from parts where abs(file_id::numeric) > 9007199254740992) as large,
      (select count(*)::int from refs) as external,
      (select count(*)::int from refs where kind = 'builtin') as builtin,
      (select count(*)::int from refs where not resolved) as unresolved,
      (select count(distinct to_guid)::int from refs where not resolved) as "unresolvedGuids",
      (select count(*)::int from refs where kind = 'script' and resolved) as scripts,
      (select count(*)::int from refs where kind = 'script' and not resolved) as "unresolvedScripts",
      (select count(*)::int from slate_asset_versions where project_id = ${project.projectId} and version = 1) as versions,
      (select coalesce(json_object_agg(class_id, count), '{}') from (select class_id, count(*)::int from parts group by 1) c) as classes`;
  return { ...project, facets, counts: row as Record<string, number> & { classes: Record<string, number> } };
}

test(
  "our own sample becomes exactly the assets, components and references that it says it has",
  async () => {
    const files = readProject(OWN_SAMPLE);
    const stated = measure(files, new Set<string>(Object.values(UGUI)));
    const is = (name: string) => stated.get(name) ?? Number.NaN;
    const { member, projectId, facets, counts } = await ingestSample(OWN_SAMPLE);
    expect(counts).toMatchObject({
      files: is("files"),
      metas: is(".meta files"),
      yaml: is("serialized YAML files"),
      documents: is("YAML documents"),
      stripped: is("stripped documents"),
      negative: is("negative anchors"),
      large: is("anchors beyond 2^53"),
      external: is("external references"),
      builtin: is("references to built-in guids"),
      unresolved: is("references to package scripts") + is("references to missing guids"),
      versions: facets.total.count,
      classes: Object.fromEntries(documentsByClass(files)),
    });
    const types = Object.fromEntries(facets.type.map(({ value, count }) => [value, count]));
    expect(types).toMatchObject({ folder: is(".meta files of folders"), orphan: 1 });
    const assets = await assetsOf(member, projectId);
    expect(assets.filter(({ type }) => type === "orphan").map(({ path }) => path)).toEqual(["Assets/Skerry/Textures/Seaweed.png"]);
    expect(assets.filter(({ warnings }) => warnings > 0)).toEqual([]);
    expect(new Set(assets.map(({ unityProject }) => unityProject))).toEqual(new Set([""]));
  },
  LONG_MS,
);

if (hasSharedSample)
  describe("the shared sample", () => {
    test(
      "has what its SOURCE.md states, to the digit",
      async () => {
        const { facets, counts } = await ingestSample(SHARED_SAMPLE);
        expect(counts).toMatchObject({
          yaml: 297,
          documents: 5876,
          stripped: 101,
          negative: 81,
          large: 3424,
          external: 4687,
          builtin: 953,
          unresolved: 742,
          unresolvedGuids: 30,
          scripts: 641,
          unresolvedScripts: 722,
        });
        const { classes } = counts;
        expect([classes[114], classes[1], classes[4], classes[224], classes[222]]).toEqual([1363, 1317, 712, 663, 559]);
        expect([classes[23], classes[33], classes[21], classes[1001], classes[65]]).toEqual([233, 202, 96, 90, 78]);
        const types = Object.fromEntries(facets.type.map(({ value, count }) => [value, count]));
        // Two of its 1,400 metas, both without their asset, are in a folder that Unity does not look at.
        expect([counts.metas, types.orphan]).toEqual([1400 - 2, 817 - 2]);
      },
      LONG_MS,
    );
  });
