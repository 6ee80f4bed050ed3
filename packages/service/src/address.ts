import { BlockList, isIP, isIPv6 } from "node:net";

/** Decides the client's address: the rightmost entry of `X-Forwarded-For` that no trusted proxy wrote (security N1). */
export function createAddressReader(trustedProxies: string): (peer: string, forwardedFor: string | undefined) => string {
  const trusted = new BlockList();
  for (const range of trustedProxies
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean)) {
    const [network = "", prefix] = range.split("/");
    const family = isIPv6(network) ? "ipv6" : "ipv4";
    trusted.addSubnet(network, Number(prefix ?? (family === "ipv6" ? 128 : 32)), family);
  }
  const isTrusted = (address: string) => isIP(address) !== 0 && trusted.check(address, isIPv6(address) ? "ipv6" : "ipv4");
  const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/, "");

  return (peer, forwardedFor) => {
    let address = plain(peer);
    const hops = (forwardedFor ?? "")
      .split(",")
      .map((hop) => plain(hop.trim()))
      .filter(Boolean);
    while (isTrusted(address)) {
      const previous = hops.pop();
      if (previous === undefined || isIP(previous) === 0) break;
      address = previous;
    }
    return address;
  };
}

/** The part of an address that one client cannot change at will: IPv6 by /64, IPv4 whole (security A7). */
export function addressGroup(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = "", tail = ""] = address.split("::");
  const left = head.split(":").filter(Boolean);
  const right = tail.split(":").filter(Boolean);
  const full = [...left, ...Array(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right];
  return `${full
    .slice(0, 4)
    .map((part) => part.padStart(4, "0"))
    .join(":")}::/64`;
}
