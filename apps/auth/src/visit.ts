import { type AppContext, type Scope, scopeOf } from "@slate/service";

const USER_AGENT_LIMIT = 400;

/** Somebody at the door: where a request comes from, whoever sent it. */
export type Visit = Scope & { address: string; userAgent: string | null };

export const visitOf = (c: AppContext): Visit => ({
  ...scopeOf(c, c.var.caller),
  address: c.var.address,
  userAgent: c.req.header("user-agent")?.toWellFormed().slice(0, USER_AGENT_LIMIT) ?? null,
});

/** The same visit in the name of a person, and of a workspace where one is concerned. */
export const visitAs = (visit: Visit, person: { id: string; name: string }, workspaceId: string | null = null): Visit => ({
  ...visit,
  workspaceId,
  userId: person.id,
  author: { kind: "person", id: person.id, name: person.name },
});
