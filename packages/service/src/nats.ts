import { connect, type NatsConnection } from "nats";
import type { Log } from "./log.ts";

/** Where answers to a user come; the server lets nobody else listen there. */
export const inboxPrefix = (user: string) => `_INBOX.${user}`;

/** Connects for good: waits for the first connection, then reconnects for ever. NATS away never ends the process. */
export async function connectNats(options: {
  url: string;
  user: string;
  password: string;
  name: string;
  log: Log;
}): Promise<NatsConnection> {
  const connection = await connect({
    servers: options.url.replace(/^nats:\/\//, ""),
    user: options.user,
    pass: options.password,
    name: options.name,
    inboxPrefix: inboxPrefix(options.user),
    waitOnFirstConnect: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 500,
    timeout: 2000,
    ignoreAuthErrorAbort: true,
  });
  void (async () => {
    for await (const status of connection.status()) {
      if (status.type === "disconnect" || status.type === "reconnect") options.log.warn({ status: status.type }, "nats");
      else if (status.type === "error") options.log.warn({ status: status.type, data: String(status.data) }, "nats");
    }
  })();
  return connection;
}
