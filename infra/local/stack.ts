import { type Folders, findServerUser, foldersOf, type ServerUser } from "./folders.ts";
import { type Ports, portsOf, type StackName } from "./ports.ts";
import type { KeyPair, Secrets } from "./secrets.ts";

/** What a person may choose on the command line. */
export type StackOptions = {
  name: StackName;
  /** Reload services and the web app when their sources change. */
  watch?: boolean;
  /** Serve `url` over TLS on every interface, with this certificate or a self-signed one. */
  public?: { url: URL; certificateFile?: string; keyFile?: string };
  /** More environment for every service: what a benchmark must set aside. */
  serviceSettings?: Record<string, string>;
  /** A folder with `extra-http.conf` and `extra-server.conf` for the gateway, templates like its own. */
  gatewayExtras?: string;
};

/** Everything that describes one stack; the parts take what they need from it. */
export type Stack = {
  name: StackName;
  ports: Ports;
  folders: Folders;
  /** Whom backing servers run as; absent when that is ourselves. */
  serverUser: ServerUser | undefined;
  secrets: Secrets;
  registryKey: KeyPair;
  /** Where people find it, without a slash at the end. */
  publicUrl: string;
  /** Where this machine finds the gateway, whatever the public address is. */
  gatewayUrl: string;
  tls: (KeyPair & { port: number }) | undefined;
  watch: boolean;
  serviceSettings: Record<string, string>;
  gatewayExtras: string | undefined;
};

/** The part of a stack that is known before anything is created. */
export type StackPlace = Pick<Stack, "name" | "ports" | "folders" | "serverUser" | "gatewayUrl" | "publicUrl">;

export function placeOf(options: StackOptions): StackPlace {
  const ports = portsOf(options.name);
  const serverUser = findServerUser();
  const gatewayUrl = `http://localhost:${ports.gateway}`;
  const publicUrl = options.public?.url.origin ?? gatewayUrl;
  return { name: options.name, ports, serverUser, folders: foldersOf(options.name, serverUser), gatewayUrl, publicUrl };
}
