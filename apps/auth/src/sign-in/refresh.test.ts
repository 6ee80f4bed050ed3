import { afterAll, expect, test } from "bun:test";
import { Tokens } from "@slate/schema/api";
import { closeSql, sqlAsOwner } from "../../../../infra/testing/index.ts";
import { program, registerAdmin, registerByToken, type TokenHolder } from "../testing/people.ts";

afterAll(closeSql);

const refresh = (refreshToken: string) => program().post("/api/auth/refresh", { refreshToken });
/** Makes it look as if the last rotation of a session happened `seconds` earlier. */
const letPass = (holder: TokenHolder, seconds: number) =>
  sqlAsOwner()`update refresh_tokens set consumed_at = consumed_at - make_interval(secs => ${seconds}) where session_id = ${holder.sessionId}`;

test("of fifty uses of one refresh token at once exactly one succeeds, and its successor works", async () => {
  const holder = await registerByToken();
  const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(holder.refreshToken)));
  const won = answers.filter((answer) => answer.status === 200);
  expect(won).toHaveLength(1);
  const lost = answers.filter((answer) => answer.status !== 200);
  expect(lost.map(({ status, body }) => [status, (body as { error: { code: string } }).error.code])).toEqual(
    Array(49).fill([409, "auth.refresh_superseded"]),
  );
  const [live] = await sqlAsOwner()`
    select count(*)::int as n from refresh_tokens where session_id = ${holder.sessionId} and consumed_at is null`;
  expect(live?.n).toBe(1);
  const next = Tokens.parse(won[0]?.body);
  await refresh(next.refreshToken).expect(200, Tokens);
  await program({ Authorization: `Bearer ${next.accessToken}` })
    .get("/api/auth/profile")
    .expect(200);
});

test("a refresh token used again after ten seconds ends its session, with its successor and its access tokens", async () => {
  const holder = await registerByToken();
  const { body: next } = await refresh(holder.refreshToken).expect(200, Tokens);
  await refresh(holder.refreshToken).expectError(409, "auth.refresh_superseded");
  await letPass(holder, 11);
  await refresh(holder.refreshToken).expectError(401, "auth.refresh_invalid");
  await refresh(next.refreshToken).expectError(401, "auth.refresh_invalid");
  for (const token of [holder.accessToken, next.accessToken]) {
    await program({ Authorization: `Bearer ${token}` })
      .get("/api/auth/profile")
      .expectError(401, "auth.required");
  }
  const [row] = await sqlAsOwner()`select end_reason from sessions where id = ${holder.sessionId}`;
  expect(row?.end_reason).toBe("refresh_reused");
  const audit = await sqlAsOwner()`select 1 from audit_log where action = 'session.refresh_reused' and target = ${holder.sessionId}`;
  expect(audit).toHaveLength(1);
});

test("losing the race changes nothing for the winner", async () => {
  const holder = await registerByToken();
  const { body: next } = await refresh(holder.refreshToken).expect(200, Tokens);
  await refresh(holder.refreshToken).expectError(409, "auth.refresh_superseded");
  await refresh(next.refreshToken).expect(200, Tokens);
});

test("an attempt that is rolled back neither consumes the token nor counts as its use", async () => {
  const holder = await registerByToken();
  // Somebody holds the session's row for longer than a statement may wait, so the refresh fails half-way.
  const owner = sqlAsOwner();
  const release = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const holding = owner.begin(async (sql) => {
    await sql`select 1 from sessions where id = ${holder.sessionId} for update`;
    held.resolve();
    await release.promise;
  });
  await held.promise;
  const failed = await refresh(holder.refreshToken);
  release.resolve();
  await holding;
  expect(failed.status).toBe(503);
  await refresh(holder.refreshToken).expect(200, Tokens);
}, 30_000);

test("refresh never goes beyond the absolute limit, and not past the idle limit", async () => {
  const [old, idle] = await Promise.all([registerByToken(), registerByToken()]);
  const owner = sqlAsOwner();
  const before = await owner`select expires_at from sessions where id = ${old.sessionId}`;
  const { body: next } = await refresh(old.refreshToken).expect(200, Tokens);
  expect(await owner`select expires_at from sessions where id = ${old.sessionId}`).toEqual(before);
  await owner`update sessions set expires_at = now() where id = ${old.sessionId}`;
  await refresh(next.refreshToken).expectError(401, "auth.refresh_invalid");
  await owner`update sessions set last_seen_at = now() - interval '7 days 1 minute' where id = ${idle.sessionId}`;
  await refresh(idle.refreshToken).expectError(401, "auth.refresh_invalid");
});

test("disabling a person stops their refresh tokens and access tokens at once", async () => {
  const [admin, holder] = await Promise.all([registerAdmin(), registerByToken()]);
  await holder.bearer.get("/api/auth/profile").expect(200);
  await admin.patch(`/api/users/${holder.userId}`, { disabled: true }).expect(200);
  await holder.bearer.get("/api/auth/profile").expectError(401, "auth.required");
  await refresh(holder.refreshToken).expectError(401, "auth.refresh_invalid");
});

test("refresh tokens are stored only as hashes", async () => {
  const { sessionId, refreshToken } = await registerByToken();
  const [row] = await sqlAsOwner()`select * from refresh_tokens where session_id = ${sessionId}`;
  expect(Buffer.from(row?.token_hash).toString("hex")).toBe(new Bun.CryptoHasher("sha256").update(refreshToken).digest("hex"));
  expect(JSON.stringify(row)).not.toContain(refreshToken);
});

test.each(["", "nonsense", "A".repeat(43), "\u0000"])("a refresh token that was never issued is refused: %j", async (token) => {
  const answer = await refresh(token);
  expect([400, 401]).toContain(answer.status);
});
