import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cloneFolder } from "./folders.ts";
import { holderOfLock } from "./launcher-lock.ts";
import type { Ports, StackName } from "./ports.ts";
import type { Secrets } from "./secrets.ts";

/** What a running stack says about itself in `.slate/<stack>/state.json` (0600): enough for tests to reach every part. */
export type StackState = {
  name: StackName;
  gatewayUrl: string;
  publicUrl: string;
  ports: Ports;
  secrets: Secrets;
  /** Direct superuser address of the primary's database slate. */
  databaseOwnerUrl: string;
  databaseReplicaOwnerUrl: string;
  redisUrl: string;
  natsUrl: string;
  registryUrl: string;
  registryTokenKeyFile: string;
  registryTokenCertFile: string;
  /** The environment each service was started with, by service. */
  services: Record<string, Record<string, string>>;
  controlSocket: string;
  logs: string;
  chromium: string | null;
};

const stateFileOf = (stack: StackName): string => join(cloneFolder, ".slate", stack, "state.json");
export const lockFileOf = (stack: StackName): string => join(cloneFolder, ".slate", stack, "launcher.json");

/** Writes what a stack says about itself; answers where. */
export function writeState(state: StackState): string {
  const file = stateFileOf(state.name);
  writeFileSync(file, JSON.stringify(state, null, 2), { mode: 0o600 });
  return file;
}

/** The state file of the first of these stacks that is up and ready; `STATE_FILE` wins. */
export function findStateFile(stacks: StackName[]): string | undefined {
  if (process.env.STATE_FILE) return process.env.STATE_FILE;
  const running = stacks.find((stack) => holderOfLock(lockFileOf(stack)) && existsSync(stateFileOf(stack)));
  return running && stateFileOf(running);
}

/** Reads the state of a stack that is up: the test stack unless told otherwise. Throws a sentence for people when there is none. */
export function readStack(stacks: StackName[] = ["test"]): StackState {
  const file = findStateFile(stacks);
  if (!file) {
    throw new Error(
      "This needs a running stack, and there is none. Run `npm test`, or keep one up with `npm test -- --keep` and try again.",
    );
  }
  return JSON.parse(readFileSync(file, "utf8"));
}
