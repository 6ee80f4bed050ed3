import { ComponentHit, ComponentQuery, ComponentSuggestions, page, SuggestQuery } from "@slate/schema/api";
import { createRouter, defineRoute, json } from "@slate/service";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { searchComponents } from "./search.ts";
import { suggest } from "./suggest.ts";

const tags = ["Component search"];

export const componentSearchRoutes = (deps: Deps) =>
  createRouter()
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/assets/components",
        operationId: "searchComponents",
        tags,
        summary: "Search the components of a project",
        description: [
          "Terms are separated by space and all must hold; a minus before a term turns it around; quotes hold text together.",
          "- `type:prefab,scene` type of the asset; `path:Ships` part of its path; `label:boss`; `has:warnings`, `has:labels`",
          "- `component:Rigidbody` type of the component, `*` for any text; `name:Turret` part of its name; `has:script`, `has:missing`",
          "- `guid:<32 hex digits>` guid of the asset or of the script",
          '- `m_Mass>10`, `m_Name="Big Gun"`, `m_Materials.Array.size>=2`, `m_Materials[0].guid=…`: a property against a number or text by `=` `!=` `>` `>=` `<` `<=`, or `~` for a part of it; `m_Mass=*` when it is there',
          "- any other word, or text between quotes: part of the name, type, path or any text among the properties",
        ].join("\n"),
        access: "asset.read",
        errors: [errors.projectNotFound, errors.searchTooBroad],
        request: { query: ComponentQuery },
        responses: { 200: json(page(ComponentHit), "A page of components with their assets, by path") },
      }),
      async (c) => c.json(await searchComponents(deps, c.var.actor, c.req.valid("query")), 200),
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/assets/components/suggest",
        operationId: "suggestComponentSearch",
        tags,
        summary: "How the last word of a component search may go on",
        access: "asset.read",
        errors: [errors.projectNotFound, errors.searchTooBroad],
        request: { query: SuggestQuery },
        responses: { 200: json(ComponentSuggestions, "The likeliest first") },
      }),
      async (c) => c.json(await suggest(deps, c.var.actor, c.req.valid("query")), 200),
    );
