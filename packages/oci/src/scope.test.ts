import { expect, test } from "bun:test";
import fc from "fast-check";
import { type Access, type Action, formatScopes, parseScopes } from "./scope.ts";

test("scopes survive being written and read", () => {
  const actions = fc.uniqueArray(fc.constantFrom<Action>("pull", "push", "delete", "*"), { minLength: 1 });
  const name = fc.stringMatching(/^[a-z0-9]+(:[0-9]{4})?(\/[a-z0-9]+){0,3}$/);
  const access = fc.record({ type: fc.constantFrom("repository", "registry"), name, actions }) satisfies fc.Arbitrary<Access>;
  fc.assert(fc.property(fc.array(access), (list) => expect(parseScopes(formatScopes(list))).toEqual(list)));
});

test("a name may hold a host and port: the type ends at the first colon, the actions begin after the last", () => {
  expect(parseScopes("repository:localhost:5000/a/b:pull,push registry:catalog:*")).toEqual([
    { type: "repository", name: "localhost:5000/a/b", actions: ["pull", "push"] },
    { type: "registry", name: "catalog", actions: ["*"] },
  ]);
});

test("what makes no sense grants nothing", () => {
  expect(parseScopes("")).toEqual([]);
  expect(parseScopes("repository repository: repository:a :a:pull repository::pull repository:a: repository:a:own")).toEqual([]);
  expect(parseScopes("repository:a:pull,own,pull")).toEqual([{ type: "repository", name: "a", actions: ["pull"] }]);
});
