import { cloneFolder } from "./folders.ts";

// Formats and repairs what Biome can repair by itself.
const { exitCode } = Bun.spawnSync([process.execPath, "x", "biome", "check", "--write"], {
  cwd: cloneFolder,
  stdio: ["ignore", "inherit", "inherit"],
});
process.exit(exitCode);
