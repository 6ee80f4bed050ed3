/** Where to go after signing in: only ever a path of this site, whatever the address said. */
export function localPath(path: string | undefined): string {
  if (!path?.startsWith("/")) return "/";
  const url = new URL(path, "http://here.invalid");
  // `//elsewhere` and `/\elsewhere` are other sites to a browser, and dots may shorten a path to one: `/.//elsewhere`.
  const isLocal = url.host === "here.invalid" && !url.pathname.startsWith("//");
  return isLocal ? url.pathname + url.search + url.hash : "/";
}
