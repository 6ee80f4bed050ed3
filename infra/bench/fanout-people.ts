import postgres from "postgres";
import type { FanoutStream } from "./fanout-clients.ts";

/**
 * Makes `workspaces` with so many people in each, everybody signed in once, straight in the database: two thousand registrations would take
 * minutes of hashing passwords. Answers a stream for each person.
 */
export async function makePeople(databaseUrl: string, size: { workspaces: number; peopleInEach: number }): Promise<FanoutStream[]> {
  const { workspaces, peopleInEach } = size;
  const secret = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url");
  const run = crypto.randomUUID().slice(0, 8);
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    const made = await sql.begin(async (tx) => {
      await tx`
        insert into workspaces (id, name, slug)
        select gen_random_uuid(), 'Fanout ' || n, ${`fanout-${run}-`} || n from generate_series(1, ${workspaces}::int) n`;
      await tx`
        insert into users (id, email, name)
        select gen_random_uuid(), ${`fanout-${run}-`} || n || '@example.com', 'Person ' || n
        from generate_series(0, ${workspaces * peopleInEach - 1}::int) n`;
      await tx`
        insert into members (workspace_id, user_id, role)
        select w.id, u.id, 'member' from users u
        join workspaces w on w.slug = ${`fanout-${run}-`} || (split_part(split_part(u.email, '-', 3), '@', 1)::int / ${peopleInEach}::int + 1)
        where u.email like ${`fanout-${run}-%`}`;
      return tx<{ workspaceId: string; sessionId: string }[]>`
        with opened as (
          insert into sessions (id, user_id, kind, secret_hash, expires_at)
          select gen_random_uuid(), u.id, 'cookie', sha256(${secret}::text::bytea), now() + interval '1 hour'
          from users u where u.email like ${`fanout-${run}-%`} returning id, user_id)
        select m.workspace_id as "workspaceId", o.id as "sessionId" from opened o join members m on m.user_id = o.user_id`;
    });
    return made.map(({ workspaceId, sessionId }) => ({ workspaceId, cookie: `__Host-slate=${sessionId}.${secret}` }));
  } finally {
    await sql.end();
  }
}
