import { expect, test } from "bun:test";
import { SearchResult } from "@slate/schema/api";
import { connect } from "nats";
import { createFile, eventually, testProject, testStack } from "../testing/index.ts";

test("messages that cannot be handled are parked once with their bytes, and hold up nobody", async () => {
  const { id: workspaceId, member, projectId } = await testProject();
  const { natsUrl, secrets } = testStack();
  const connection = await connect({ servers: natsUrl.replace("nats://", ""), user: "admin", pass: secrets.nats.admin });
  try {
    const manager = await connection.jetstreamManager();
    const before = (await manager.streams.info("DLQ")).state.last_seq;
    const subject = `slate.${workspaceId}.changeset.created`;
    // More than the consumer takes at once: if any of them came again and again, nothing else would.
    const garbage = Array.from({ length: 40 }, (_, i) => `{"not":"an event","i":${i}`);
    for (const text of garbage) await connection.jetstream().publish(subject, text);
    await createFile(member, projectId, "kittiwake.txt", "kittiwake");
    await eventually(async () => {
      const { body } = await member.get("/api/search?q=kittiwake").expect(200, SearchResult);
      expect(body.items).toHaveLength(1);
    }, 10_000);

    const parked: string[] = [];
    const { last_seq: last } = (await manager.streams.info("DLQ")).state;
    for (let seq = before + 1; seq <= last; seq++) {
      const message = await manager.streams.getMessage("DLQ", { seq });
      if (message.subject !== "dlq.projects-search" || message.header.get("Slate-Subject") !== subject) continue;
      expect(message.header.get("Slate-Reason")).toStartWith("unreadable: ");
      parked.push(message.string());
    }
    expect(parked).toEqual(garbage);
  } finally {
    await connection.close();
  }
}, 30_000);
