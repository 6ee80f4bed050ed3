import type { StackState } from "./state.ts";

/** What `npm start` prints when the demo workspace is there. */
export type SignIn = { email: string; password: string };

/** Creates the demo workspace through the public API, once. Answers the sign-in; undefined while there is none to offer. */
export async function seedDemo(_to: { gatewayUrl: string; state: StackState }): Promise<SignIn | undefined> {
  return undefined;
}
