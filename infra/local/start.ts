import { parseArgs } from "node:util";
import { runCommandLine, untilInterrupted } from "./command-line.ts";
import { launchStack, resetStack } from "./launch.ts";
import { seedDemo } from "./seed.ts";
import type { StackOptions } from "./stack.ts";

const { values } = parseArgs({
  options: {
    reset: { type: "boolean", default: false }, // forget everything first
    watch: { type: "boolean", default: false }, // reload services and web when sources change
    public: { type: "string" }, // https://NAME[:PORT]: serve it over TLS on every interface
    cert: { type: "string" }, // certificate chain for --public; self-signed when absent
    key: { type: "string" },
  },
});

await runCommandLine(async (signal) => {
  const options: StackOptions = { name: "start", watch: values.watch, public: readPublic() };
  if (values.reset) resetStack(options);
  console.log("Starting SLATE...");
  const stack = await launchStack(options, console.log, signal);
  try {
    const { gatewayUrl, publicUrl } = stack.state;
    const signIn = await seedDemo({ gatewayUrl, state: stack.state, say: console.log });
    console.log(`\nSLATE is up at ${publicUrl}`);
    console.log(`  sign in   ${signIn.email}  ${signIn.password}`);
    console.log(`  API       ${publicUrl}/docs\n  logs      ${stack.state.logs}\n\nCtrl-C stops it.`);
    await untilInterrupted(signal);
  } finally {
    await stack.stop();
  }
  return 0;
});

function readPublic(): StackOptions["public"] {
  if (!values.public) return undefined;
  const url = new URL(values.public);
  if (url.protocol !== "https:" || url.pathname !== "/")
    throw new Error(`--public takes https://NAME or https://NAME:PORT, not ${values.public}.`);
  if (Boolean(values.cert) !== Boolean(values.key)) throw new Error("--cert and --key go together.");
  return { url, certificateFile: values.cert, keyFile: values.key };
}
