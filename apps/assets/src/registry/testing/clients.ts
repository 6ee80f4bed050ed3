import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testStack } from "../../../../../infra/testing/index.ts";

export type Ran = { code: number; out: string; err: string };

/** Debian's registry clients with a home of their own, talking to the gateway of the test stack. Disposing it forgets everything. */
export function openClients() {
  const home = mkdtempSync(join(tmpdir(), "slate-clients-"));
  const host = new URL(testStack().gatewayUrl).host;
  mkdirSync(join(home, "run"));
  writeFileSync(join(home, "policy.json"), JSON.stringify({ default: [{ type: "insecureAcceptAnything" }] }));
  writeFileSync(
    join(home, "storage.conf"),
    `[storage]\ndriver = "vfs"\ngraphroot = "${home}/graph"\nrunroot = "${home}/run"\n[storage.options]\nignore_chown_errors = "true"\n`,
  );
  const env = {
    PATH: process.env.PATH ?? "",
    HOME: home,
    XDG_RUNTIME_DIR: join(home, "run"),
    REGISTRY_AUTH_FILE: join(home, "auth.json"),
    CONTAINERS_STORAGE_CONF: join(home, "storage.conf"),
  };

  async function run(command: string[]): Promise<Ran> {
    const child = Bun.spawn(command, { cwd: home, env, stdout: "pipe", stderr: "pipe" });
    const [out, err, code] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text(), child.exited]);
    return { code, out, err };
  }

  return {
    home,
    /** `localhost:8089/<repository>`, as clients name it. */
    nameOf: (repository: string) => `${host}/${repository}`,
    skopeo: (...words: string[]) => run(["skopeo", "--policy", join(home, "policy.json"), ...words]),
    podman: (...words: string[]) => run(["podman", "--cgroup-manager=cgroupfs", "--events-backend=none", ...words]),
    host,
    [Symbol.dispose]: () => rmSync(home, { recursive: true, force: true }),
  };
}

export type Clients = ReturnType<typeof openClients>;
