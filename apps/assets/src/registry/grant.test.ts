import { expect, test } from "bun:test";
import { type Access, type Action, formatScopes, parseRepository, parseScopes } from "@slate/oci";
import type { Permission } from "@slate/schema/api";
import fc from "fast-check";
import { grant, type MayDo, SCOPES_LIMIT } from "./grant.ts";

const everything: MayDo = () => true;
const uuid = fc.uuid();
const kind = fc.constantFrom("files", "assets", "previews", "spark", "inbox", "uploads", "own", "");
const ownName = fc.tuple(uuid, uuid, kind).map(([workspace, project, kind]) => `ws-${workspace}/p-${project}/${kind}`);
const oddName = fc.oneof(
  fc.string(),
  ownName.map((name) => `${name}/x`),
  ownName.map((name) => `localhost:5000/${name}`),
  ownName.map((name) => name.toUpperCase()),
);
const action = fc.constantFrom("pull", "push", "delete", "*", "admin");
const scope = fc
  .tuple(fc.constantFrom("repository", "registry", "repository(plugin)", ""), fc.oneof(ownName, oddName), fc.array(action))
  .map(([type, name, actions]) => `${type}:${name}:${actions.join(",")}`);
const scopes = fc.oneof(
  fc.string(),
  fc.array(fc.oneof(scope, fc.string()), { maxLength: 30 }).map((all) => all.join(" ")),
);

test("whatever is asked: only whole names of projects, never delete, push only into inboxes, and only what is allowed", () => {
  fc.assert(
    fc.property(scopes, fc.func(fc.boolean()), fc.boolean(), (asked, decide, fenced) => {
      const mayDo: MayDo = (place, permission) => decide(place.projectId, permission);
      const { granted } = grant(parseScopes(asked), mayDo, () => !fenced);
      expect(granted.length).toBeLessThanOrEqual(SCOPES_LIMIT);
      expect(new Set(granted.map(({ name }) => name)).size).toBe(granted.length);
      for (const { type, name, actions } of granted) {
        const place = parseRepository(name);
        expect([type, place === null, place?.kind === "uploads"]).toEqual(["repository", false, false]);
        for (const action of actions) expect(["pull", ...(place?.kind === "inbox" && !fenced ? ["push"] : [])]).toContain(action);
        const permission: Permission = place?.kind === "inbox" ? "asset.write" : place?.kind === "files" ? "file.read" : "asset.read";
        expect(place && mayDo(place, permission)).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});

test("what is asked and allowed is granted, however it is spelt: at once, one by one, or as everything", () => {
  const inbox = `ws-${crypto.randomUUID()}/p-${crypto.randomUUID()}/inbox`;
  const files = inbox.replace("inbox", "files");
  const both: Access[] = [
    { type: "repository", name: inbox, actions: ["pull", "push"] },
    { type: "repository", name: files, actions: ["pull"] },
  ];
  const spellings = [
    formatScopes(both),
    `repository:${inbox}:pull repository:${files}:pull  repository:${inbox}:push`,
    `repository:${inbox}:* repository:${files}:*`,
  ];
  for (const asked of spellings) expect(grant(parseScopes(asked), everything, () => true)).toEqual({ granted: both, refused: [] });
});

test("what is refused is named: pushing where nobody pushes, deleting, the catalog, and what is foreign", () => {
  const files = `ws-${crypto.randomUUID()}/p-${crypto.randomUUID()}/files`;
  const asked = (actions: Action[]): Access[] => [{ type: "repository", name: files, actions }];
  expect(grant(asked(["pull", "push"]), everything, () => true)).toEqual({ granted: asked(["pull"]), refused: [files] });
  expect(grant(asked(["delete"]), everything, () => true)).toEqual({ granted: [], refused: [files] });
  expect(grant(asked(["*"]), everything, () => true)).toEqual({ granted: asked(["pull"]), refused: [] });
  expect(
    grant(
      asked(["pull"]),
      () => false,
      () => true,
    ),
  ).toEqual({ granted: [], refused: [files] });
  expect(grant(parseScopes("registry:catalog:*"), everything, () => true)).toEqual({ granted: [], refused: ["registry:catalog"] });
});

test("where no pushes are taken an inbox can be read, and that is no refusal to be told of", () => {
  const inbox = `ws-${crypto.randomUUID()}/p-${crypto.randomUUID()}/inbox`;
  const asked: Access[] = [{ type: "repository", name: inbox, actions: ["pull", "push"] }];
  expect(grant(asked, everything, () => false)).toEqual({ granted: [{ type: "repository", name: inbox, actions: ["pull"] }], refused: [] });
});
