import postgres from "postgres";
import { readStack } from "../local/state.ts";

const connections: postgres.Sql[] = [];
/** SQL to any address. */
export function sqlTo(url: string): postgres.Sql {
  const sql = postgres(url, { max: 2, prepare: false, onnotice: () => {} });
  connections.push(sql);
  return sql;
}

/** SQL as the superuser, straight to the primary: for what no API can arrange, such as the passing of time. */
export const sqlAsOwner = (): postgres.Sql => sqlTo(readStack().databaseOwnerUrl);

/** SQL as a service's own role through the pooler: what that service could read if its code were wrong. */
export function sqlAs(role: string): postgres.Sql {
  const { ports, secrets } = readStack();
  return sqlTo(`postgres://${role}:${secrets.roles[role]}@127.0.0.1:${ports.pgbouncer}/slate`);
}

/** Closes every connection that this file opened: `afterAll(closeSql)`. */
export async function closeSql(): Promise<void> {
  await Promise.all(connections.splice(0).map((sql) => sql.end({ timeout: 1 })));
}
