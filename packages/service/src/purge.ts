import { idempotencyKeys } from "@slate/schema/db";
import { sql } from "drizzle-orm";
import type { Kit } from "./kit.ts";

const BATCH = 1000;

/** Deletes answers that were kept for repeats and are older than 24 hours (security A6). Returns how many. */
export async function purgeIdempotencyKeys({ db: { worker } }: Pick<Kit, "db">): Promise<number> {
  if (!worker) return 0;
  const old = sql`created_at < now() - interval '24 hours'`;
  let total = 0;
  for (;;) {
    const gone = await worker.orm.execute(
      sql`delete from ${idempotencyKeys} where ctid = any (array(select ctid from ${idempotencyKeys} where ${old} limit ${BATCH})) and ${old} returning 1`,
    );
    total += gone.length;
    if (gone.length < BATCH) return total;
  }
}
