import { createPrivateKey, type KeyObject, randomUUID, X509Certificate } from "node:crypto";
import { SignJWT } from "jose";
import type { Access } from "./scope.ts";

/** Longer lives are refused: a registry token cannot be taken back, so it has to end soon. */
export const TOKEN_LIFETIME_LIMIT_SECONDS = 300;

export interface RegistryTokenRequest {
  /** PEM private key (RSA), and the PEM certificate (or chain, leaf first) the registry trusts. */
  keyPem: string;
  certPem: string;
  issuer: string;
  /** The registry's `service`, which becomes the audience. */
  service: string;
  /** Who the registry names as actor in its notifications and log. */
  subject: string;
  access: readonly Access[];
  lifetimeSeconds: number;
  /** Milliseconds since the epoch; now, unless told otherwise. */
  nowMs?: number;
}

/**
 * Signs a token for distribution's token authentication. RS256 with the certificate in the `x5c` header and a plain
 * string audience is the form that distribution 2.8, 3.x and zot all accept.
 */
export async function mintRegistryToken(request: RegistryTokenRequest): Promise<string> {
  return signToken(readSigner(request), request);
}

/** The key and certificate, parsed: worth keeping where many tokens are signed. */
export interface TokenSigner {
  key: KeyObject;
  x5c: string[];
}

/** Throws when a PEM cannot be read or the key does not belong to the certificate. */
export function readSigner({ keyPem, certPem }: { keyPem: string; certPem: string }): TokenSigner {
  const key = createPrivateKey(keyPem);
  const chain = certPem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  const certificates = chain.map((pem) => new X509Certificate(pem));
  if (!certificates[0]?.checkPrivateKey(key)) throw new Error("the registry token key does not belong to its certificate");
  return { key, x5c: certificates.map(({ raw }) => raw.toString("base64")) };
}

/** `mintRegistryToken` with the signer at hand. */
export async function signToken(
  signer: TokenSigner,
  { issuer, service, subject, access, lifetimeSeconds, nowMs = Date.now() }: Omit<RegistryTokenRequest, "keyPem" | "certPem">,
): Promise<string> {
  if (!(lifetimeSeconds > 0 && lifetimeSeconds <= TOKEN_LIFETIME_LIMIT_SECONDS)) {
    throw new RangeError(`a registry token lives up to ${TOKEN_LIFETIME_LIMIT_SECONDS} s, not ${lifetimeSeconds}`);
  }
  const issuedAt = Math.floor(nowMs / 1000); // fractions are refused
  return new SignJWT({ access })
    .setProtectedHeader({ alg: "RS256", typ: "JWT", x5c: signer.x5c })
    .setIssuer(issuer)
    .setSubject(subject)
    .setAudience(service)
    .setIssuedAt(issuedAt)
    .setNotBefore(issuedAt)
    .setExpirationTime(issuedAt + Math.floor(lifetimeSeconds))
    .setJti(randomUUID())
    .sign(signer.key);
}
