import { afterAll, expect, test } from "bun:test";
import { ComponentHit, ComponentSuggestions, type Json, page } from "@slate/schema/api";
import { AppError } from "@slate/service";
import fc from "fast-check";
import { closeSql, testWorkspace } from "../../../../infra/testing/index.ts";
import { emptyProject, guidOf, newId, type SeedAsset, type SeedComponent, seed } from "../graph/testing/index.ts";
import { parseQuery } from "./parse-query.ts";
import { isHit, type Row } from "./testing/evaluate.ts";

const workspace = await testWorkspace();
const projectId = await emptyProject(workspace.member);
afterAll(closeSql);

const search = async (query: string, project = projectId): Promise<ComponentHit[]> => {
  const hits: ComponentHit[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const parameters = new URLSearchParams({ projectId: project, q: query, limit: "37", ...(cursor && { cursor }) });
    const answer = await workspace.viewer.get(`/api/assets/components?${parameters}`).expect(200, page(ComponentHit));
    hits.push(...answer.body.items);
    cursor = answer.body.nextCursor;
  }
  return hits;
};

// A fixed world, from a seeded generator: words that occur in several places, numbers as numbers and as text, lists and lists of maps.
const random = (() => {
  let state = 20_261_120;
  return (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
})();
const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
const WORDS = ["Turret", "turret base", "Hull", 'Say "no"', "50%_\\", "Übel", "0", "12", ""] as const;
const TYPES = ["Rigidbody", "RigidBody2D", "Transform", "Über Component", "Mesh*Renderer", "MeshRenderer"] as const;
const KEYS = ["m_Mass", "m_Name", "m_Materials", "m_Size", "<Health>k__BackingField"] as const;
const VALUES: (() => Json)[] = [
  () => random(20),
  () => random(200) / 8 - 5,
  () => String(random(20)),
  () => "9223372036854775807",
  () => pick(WORDS),
  () => null,
  () => Array.from({ length: random(4) }, () => ({ fileID: String(random(3)), guid: pick(["aa", "0000000000000000e000000000000000"]) })),
  () => Array.from({ length: random(3) }, () => random(5)),
  () => ({ x: random(5), y: pick(WORDS), m_Materials: [{ x: random(3) }] }),
];
const scripts = [newId(), newId()].map(guidOf);
const assets: SeedAsset[] = Array.from({ length: 60 }, (_, i) => ({
  id: newId(),
  path: `Assets/${pick(["Ships", "Ships/Old", "Üb", "Shipyard"])}/${pick(["Turret", "Hull", "hull 50%"])} ${i}.prefab`,
  type: pick(["prefab", "scene", "material", "prefab-variant"] as const),
  labels: pick([[], [], ["boss"], ["boss", "old"]]),
  warnings: pick([[], [], [], [{ code: "yaml.header", message: "x" }]]),
  isDeleted: random(12) === 0,
}));
const components: SeedComponent[] = assets.flatMap(({ id }) =>
  Array.from({ length: random(9) }, (): SeedComponent => {
    const scriptGuid = random(4) === 0 ? pick(scripts) : undefined;
    const properties = Object.fromEntries(Array.from({ length: random(4) }, () => [pick(KEYS), pick(VALUES)()]));
    return { asset: id, type: pick(TYPES), name: `${pick(WORDS)}/${pick(WORDS)}`, properties, ...(scriptGuid && { scriptGuid }) };
  }),
);
const lost = components.filter(() => random(6) === 0);
const ordinals = new Map<string, number>();
const rows: (Row & { key: string })[] = components.map((component) => {
  const asset = assets.find(({ id }) => id === component.asset) as SeedAsset;
  const ordinal = ordinals.get(asset.id) ?? 0;
  ordinals.set(asset.id, ordinal + 1);
  component.localId = String(ordinal + 1);
  return { asset: { ...asset, guid: guidOf(asset.id) }, component, isMissing: lost.includes(component), key: `${asset.id} ${ordinal}` };
});
await seed(workspace, projectId, {
  assets,
  components,
  references: lost.map(({ asset, localId = "" }) => ({ from: asset, localId, to: null })),
});
const expected = rows
  .filter(({ asset }) => !asset.isDeleted)
  .sort((a, b) => Buffer.compare(Buffer.from(a.asset.path), Buffer.from(b.asset.path)));

const quote = (text: string) => `"${text.replace(/["\\]/g, "\\$&")}"`;
const word = fc.constantFrom(...WORDS.filter((one) => one !== ""), "urre", "e/T", "no", "50%_", "\\");
const paths = fc.constantFrom(
  ...KEYS,
  "m_Materials.guid",
  "m_Materials[0].fileID",
  "m_Materials.Array.data[1].fileID",
  "m_Materials[*]",
  "m_Size.x",
  "m_Size.m_Materials.x",
  "m_Size[0]",
  "m_Materials.Array.size",
  "m_Size.m_Materials.Array.size",
  "m_Missing",
);
const operands = fc.oneof(
  fc.integer({ min: -6, max: 25 }).map(String),
  fc.constantFrom("2.5", "-0", "1e1", "9223372036854775807", "0.125"),
);
const term = fc
  .tuple(
    fc.boolean().map((yes) => (yes ? "-" : "")),
    fc.oneof(
      fc.constantFrom("type:prefab", "type:scene,material", "has:warnings", "has:labels", "has:script", "has:missing", "label:boss"),
      fc.constantFrom("component:rigidbody", "component:Rigid*", "component:*render*", 'component:"Über Component"', "component:Nothing"),
      fc.constantFrom("path:ships/", "path:Üb", "name:turret", `guid:${scripts[0]}`, `guid:${guidOf(assets[3]?.id ?? "")}`),
      word.map((text) => `name:${quote(text)}`),
      word.map(quote),
      fc.tuple(paths, fc.constantFrom("=", "!=", ">", ">=", "<", "<="), operands).map((parts) => parts.join("")),
      fc.tuple(paths, fc.constantFrom("=", "!=", "~"), word.map(quote)).map((parts) => parts.join("")),
      paths.map((path) => `${path}=*`),
    ),
  )
  .map((parts) => parts.join(""));

test("a search finds exactly what looking at every component finds, in the order of paths, over all pages", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(term, { minLength: 1, maxLength: 4 }), async (terms) => {
      const query = terms.join(" ");
      const wanted = parseQuery(query);
      const hits = (await search(query)).map(({ asset, component }) => `${asset.id} ${component.ordinal}`);
      expect(hits).toEqual(expected.filter((row) => isHit(wanted, row)).map(({ key }) => key));
    }),
    { numRuns: 80 },
  );
}, 60_000);

test("a search that cannot be read is refused, naming the place", async () => {
  const refused: [query: string, position: number][] = [
    ['component:Rigidbody "half', 21],
    ["type:prefab,ship", 6],
    ["color:red", 1],
    ["m_Mass>", 8],
    ["m_Mass>heavy", 8],
    ["m_Mass > 10", 8],
    [">10", 1],
    ["-", 2],
    ['"a"b', 4],
    ["guid:123", 6],
    ["has:everything", 5],
    [Array(21).fill("a").join(" "), 41],
    ["   ", 1],
  ];
  for (const [query, position] of refused) {
    const parameters = new URLSearchParams({ projectId, q: query });
    const { body } = await workspace.viewer.get(`/api/assets/components?${parameters}`).expectError(400, "request.invalid");
    expect([query, body.error.details]).toEqual([query, [expect.objectContaining({ field: "query.q", position })]]);
    expect(body.error.message).toContain(`position ${position}`);
  }
});

test("any text at all is either read as a search or refused as one", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[-a-z:"\\<>=~.*[\]0-9 ]*$/)), (query) => {
      try {
        expect(parseQuery(query).length).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
      }
    }),
    { numRuns: 1000 },
  );
}, 30_000);

test("the last word is completed by what the project has", async () => {
  const suggestions = async (typed: string) => {
    const parameters = new URLSearchParams({ projectId, q: typed });
    return (await workspace.viewer.get(`/api/assets/components/suggest?${parameters}`).expect(200, ComponentSuggestions)).body;
  };
  const textsOf = async (typed: string) => (await suggestions(typed)).items.map(({ text }) => text);
  const rigid = await suggestions("type:prefab -component:rigid");
  expect(rigid.from).toBe("type:prefab -".length);
  expect(rigid.items.map(({ text }) => text).sort()).toEqual(["component:RigidBody2D", "component:Rigidbody"]);
  expect(rigid.items[0]?.count).toBeGreaterThan(0);
  expect(await textsOf("component:über")).toEqual(['component:"Über Component"']);
  expect(await textsOf("type:scene,m")).toEqual(["type:scene,material"]);
  expect(await textsOf("label:b")).toEqual(["label:boss"]);
  expect(await textsOf("has:")).toEqual(["has:warnings", "has:labels", "has:script", "has:missing"]);
  expect(await textsOf("pa")).toContain("path:");
  expect(await textsOf("component:Transform m_m")).toEqual(expect.arrayContaining(["m_Mass", "m_Materials"]));
  expect(await textsOf("component:* m_Size.m")).toEqual(["m_Size.m_Materials"]);
});
