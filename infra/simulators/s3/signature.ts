import { createHash, createHmac, timingSafeEqual } from "node:crypto";

export type Credentials = { accessKey: string; secretKey: string; region: string };

const LEEWAY_MS = 15 * 60_000;
const HEADER =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;

/**
 * Checks a request's Signature Version 4 and that its body is what was signed. Answers the S3 error code, or null when all is well. The path is
 * taken as it was sent: S3 alone does not encode it a second time.
 */
export function signatureProblem(request: Request, body: Uint8Array, known: Credentials): string | null {
  const [, accessKey, day, region, signedHeaders, signature] = HEADER.exec(request.headers.get("authorization") ?? "") ?? [];
  if (!accessKey || !day || !signedHeaders || !signature) return "AccessDenied";
  if (accessKey !== known.accessKey) return "InvalidAccessKeyId";
  const date = request.headers.get("x-amz-date") ?? "";
  if (region !== known.region || !date.startsWith(day)) return "AuthorizationHeaderMalformed";
  const at = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (!(Math.abs(Date.now() - at) < LEEWAY_MS)) return "RequestTimeTooSkewed";

  const payload = request.headers.get("x-amz-content-sha256") ?? "";
  if (payload !== "UNSIGNED-PAYLOAD" && payload !== sha256(body)) return "XAmzContentSHA256Mismatch";
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", date, scope, sha256(canonical(request, signedHeaders.split(";"), payload))].join("\n");
  const key = [day, known.region, "s3", "aws4_request"].reduce<Buffer | string>(
    (secret, part) => hmac(secret, part),
    `AWS4${known.secretKey}`,
  );
  const expected = hmac(key, toSign);
  return timingSafeEqual(expected, Buffer.from(signature, "hex")) ? null : "SignatureDoesNotMatch";
}

function canonical(request: Request, signedHeaders: string[], payload: string): string {
  const url = new URL(request.url);
  const query = [...url.searchParams]
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
  const headers = signedHeaders.map((name) => `${name}:${(request.headers.get(name) ?? "").trim().replace(/ +/g, " ")}\n`).join("");
  return [request.method, url.pathname, query, headers, signedHeaders.join(";"), payload].join("\n");
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));
const encode = (text: string) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest("hex");
const hmac = (key: Buffer | string, text: string) => createHmac("sha256", key).update(text).digest();
