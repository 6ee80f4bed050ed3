import type { signingKeys } from "@slate/schema/db";
import { seal, TOKEN_ALGORITHM } from "@slate/service";
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from "jose";

/** Makes an Ed25519 key pair, named by its thumbprint (RFC 7638), its private half sealed. */
export async function makeKey(secretHex: string): Promise<Omit<typeof signingKeys.$inferInsert, "activeFrom">> {
  const { publicKey, privateKey } = await generateKeyPair(TOKEN_ALGORITHM, { crv: "Ed25519", extractable: true });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return {
    kid,
    publicJwk: { ...jwk, kid, alg: TOKEN_ALGORITHM, use: "sig" },
    privateJwkSealed: seal(secretHex, kid, JSON.stringify(await exportJWK(privateKey))),
  };
}
