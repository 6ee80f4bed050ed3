import type { Log } from "@slate/service";
import type { Msg, NatsConnection } from "nats";
import type { Board } from "./board.ts";
import { PresenceMessage } from "./person.ts";

export type Share = ReturnType<typeof sharePresence>;

/**
 * Keeps the boards of all replicas alike through core NATS: nothing is stored, a beat lost is followed by the next. While NATS is
 * away each replica shows the tabs it hears itself.
 */
export function sharePresence({ nats, board, log }: { nats: Promise<NatsConnection>; board: Board; log: Log }) {
  let connection: NatsConnection | undefined;
  let isConnected = false;

  const say = (message: PresenceMessage) => {
    // The client would keep what is said while disconnected, without bound, and say it when it is stale.
    if (!connection || !isConnected) return;
    connection.publish(`presence.${message.do === "sync" ? "sync" : message.workspaceId}`, JSON.stringify(message));
  };

  const hear = (message: Msg) => {
    const said = readMessage(message);
    if (!said) return log.warn({ subject: message.subject }, "a presence message cannot be read");
    if (said.do === "beat") board.beat(said.workspaceId, said.person, false);
    else if (said.do === "leave") board.leave(said.workspaceId, said.userId, said.clientId);
    else for (const { workspaceId, person } of board.ours()) say({ do: "beat", workspaceId, person });
  };

  void nats.then(async (opened) => {
    connection = opened;
    isConnected = true;
    opened.subscribe("presence.>", {
      callback: (error, message) => {
        if (error) log.warn({ err: error.message }, "presence is not shared");
        else hear(message);
      },
    });
    say({ do: "sync" });
    for await (const { type } of opened.status()) {
      if (type === "disconnect") isConnected = false;
      if (type !== "reconnect") continue;
      isConnected = true;
      say({ do: "sync" });
    }
  });

  return { say };
}

function readMessage(message: Msg): PresenceMessage | undefined {
  try {
    return PresenceMessage.parse(message.json());
  } catch {
    return undefined;
  }
}
