import { expect, test } from "bun:test";
import { type Document, mergeDocuments } from "./merge-documents.ts";

const info = { title: "All", version: "1" };
const documentWith = (path: string, operationId: string, schemas: Record<string, unknown>, uses: string): Document => ({
  openapi: "3.1.0",
  info,
  paths: { [path]: { get: { operationId, responses: { 200: { $ref: `#/components/schemas/${uses}` } } } } },
  components: { schemas },
});

test("what means the same is shared, what only has the same name is kept apart with all that refers to it", () => {
  const one = documentWith(
    "/one",
    "list",
    { Error: { type: "object" }, Item: { type: "string" }, Items: { $ref: "#/components/schemas/Item" } },
    "Items",
  );
  const two = documentWith(
    "/two",
    "list",
    { Error: { type: "object" }, Item: { type: "number" }, Items: { $ref: "#/components/schemas/Item" } },
    "Items",
  );
  const merged = mergeDocuments({ one, two }, info);
  expect(merged.components).toEqual({
    schemas: {
      Error: { type: "object" },
      Item: { type: "string" },
      Items: { $ref: "#/components/schemas/Item" },
      TwoItem: { type: "number" },
      TwoItems: { $ref: "#/components/schemas/TwoItem" },
    },
  });
  expect(merged.paths).toEqual({
    "/one": { get: { operationId: "list", responses: { 200: { $ref: "#/components/schemas/Items" } } } },
    "/two": { get: { operationId: "twoList", responses: { 200: { $ref: "#/components/schemas/TwoItems" } } } },
  });
});

test("components that refer to themselves are compared too", () => {
  const tree = (leaf: string) => ({ Tree: { properties: { leaf: { type: leaf }, branch: { $ref: "#/components/schemas/Tree" } } } });
  const same = mergeDocuments(
    { a: documentWith("/a", "a", tree("string"), "Tree"), b: documentWith("/b", "b", tree("string"), "Tree") },
    info,
  );
  expect(Object.keys(same.components?.schemas ?? {})).toEqual(["Tree"]);
  const other = mergeDocuments(
    { a: documentWith("/a", "a", tree("string"), "Tree"), b: documentWith("/b", "b", tree("number"), "Tree") },
    info,
  );
  expect(other.components?.schemas?.BTree).toEqual({
    properties: { leaf: { type: "number" }, branch: { $ref: "#/components/schemas/BTree" } },
  });
});

test("one path may have methods of two services", () => {
  const at = (method: string): Document => ({ openapi: "3.1.0", info, paths: { "/x": { [method]: { operationId: method } } } });
  expect(mergeDocuments({ a: at("get"), b: at("post") }, info).paths).toEqual({
    "/x": { post: { operationId: "post" }, get: { operationId: "get" } },
  });
});
