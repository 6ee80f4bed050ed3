import { findStateFile } from "./state.ts";

// Tests find the test stack by STATE_FILE. `npm test` sets it; beside a stack that `npm test -- --keep` holds up, plain `bun test`
// finds it here. Tests that need no stack run without one; the others refuse with the sentence of state.ts.
const file = findStateFile(["test"]);
if (file) process.env.STATE_FILE = file;
