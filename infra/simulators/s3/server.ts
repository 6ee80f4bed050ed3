/**
 * An S3 service as the registry's driver meets one: one bucket by path-style addresses, signed requests, objects with ranges and copies, uploads in
 * parts, listings of both versions. What it does not know it refuses, and says so.
 */
import { type Bucket, createBucket, toObject } from "./bucket.ts";
import { type Credentials, signatureProblem } from "./signature.ts";
import { answerXml, escapeXml, failure, notFound } from "./xml.ts";

/** S3's own: every part but the last has at least so many bytes. */
const PART_MIN_BYTES = 5 * 1024 * 1024;
const LIST_LIMIT = 1000;

export type S3Options = Credentials & { bucket: string; port?: number };

export function startS3({ bucket: name, port = 0, ...credentials }: S3Options) {
  const bucket = createBucket();
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port,
    maxRequestBodySize: 1024 ** 3,
    async fetch(request) {
      const body = await request.bytes();
      const problem = signatureProblem(request, body, credentials);
      if (problem) return failure(403, problem);
      const { pathname, searchParams } = new URL(request.url);
      const [, bucketName, ...rest] = decodeURIComponent(pathname).split("/");
      if (bucketName !== name) return failure(404, "NoSuchBucket");
      const key = rest.join("/");
      return key === ""
        ? onBucket(bucket, name, request.method, searchParams, body)
        : onObject(bucket, name, key, request, searchParams, body);
    },
  });
  return { url: server.url.origin, bucket, [Symbol.asyncDispose]: () => server.stop(true) };
}

function onBucket(bucket: Bucket, name: string, method: string, query: URLSearchParams, body: Uint8Array): Response {
  if (method === "POST" && query.has("delete")) {
    const keys = [...new TextDecoder().decode(body).matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => unescapeXml(key ?? ""));
    for (const key of keys) bucket.objects.delete(key);
    return answerXml("DeleteResult", keys.map((key) => `<Deleted><Key>${escapeXml(key)}</Key></Deleted>`).join(""));
  }
  if (method !== "GET") return failure(501, "NotImplemented");
  const prefix = query.get("prefix") ?? "";
  if (query.has("uploads")) {
    const found = [...bucket.uploads].filter(([, { key }]) => key.startsWith(prefix));
    const uploads = found.map(
      ([id, { key, begun }]) =>
        `<Upload><Key>${escapeXml(key)}</Key><UploadId>${id}</UploadId><Initiated>${begun.toISOString()}</Initiated></Upload>`,
    );
    return answerXml("ListMultipartUploadsResult", `<Bucket>${name}</Bucket><IsTruncated>false</IsTruncated>${uploads.join("")}`);
  }
  if (query.has("location")) return answerXml("LocationConstraint", "");
  const isSecond = query.get("list-type") === "2";
  const after = (isSecond ? (query.get("continuation-token") ?? query.get("start-after")) : query.get("marker")) ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const limit = Math.min(LIST_LIMIT, Number(query.get("max-keys") ?? LIST_LIMIT));
  const { contents, prefixes, next } = bucket.list({ prefix, delimiter, after, limit });
  const parts = [
    `<Name>${name}</Name><Prefix>${escapeXml(prefix)}</Prefix><Delimiter>${escapeXml(delimiter)}</Delimiter><MaxKeys>${limit}</MaxKeys>`,
    `<KeyCount>${contents.length + prefixes.length}</KeyCount><IsTruncated>${next !== null}</IsTruncated>`,
    next === null
      ? ""
      : isSecond
        ? `<NextContinuationToken>${escapeXml(next)}</NextContinuationToken>`
        : `<NextMarker>${escapeXml(next)}</NextMarker>`,
    ...contents.map(
      ({ key, object }) =>
        `<Contents><Key>${escapeXml(key)}</Key><LastModified>${object.modified.toISOString()}</LastModified><ETag>${escapeXml(object.etag)}</ETag><Size>${object.bytes.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
    ),
    ...prefixes.map((one) => `<CommonPrefixes><Prefix>${escapeXml(one)}</Prefix></CommonPrefixes>`),
  ];
  return answerXml("ListBucketResult", parts.join(""));
}

function onObject(bucket: Bucket, name: string, key: string, request: Request, query: URLSearchParams, body: Uint8Array): Response {
  const { method, headers } = request;
  const uploadId = query.get("uploadId");
  if (method === "POST" && query.has("uploads")) {
    const id = bucket.begin(key);
    return answerXml("InitiateMultipartUploadResult", `<Bucket>${name}</Bucket><Key>${escapeXml(key)}</Key><UploadId>${id}</UploadId>`);
  }
  if (uploadId !== null) return onUpload(bucket, name, key, uploadId, request, query, body);
  if (method === "PUT") {
    const source = copySource(bucket, name, headers);
    if (source === null) return notFound();
    const object = toObject(source ?? body);
    bucket.objects.set(key, object);
    return source
      ? answerXml("CopyObjectResult", `<LastModified>${object.modified.toISOString()}</LastModified><ETag>${escapeXml(object.etag)}</ETag>`)
      : new Response(null, { headers: { ETag: object.etag } });
  }
  if (method === "DELETE") {
    bucket.objects.delete(key);
    return new Response(null, { status: 204 });
  }
  const object = bucket.objects.get(key);
  if (!object) return notFound();
  const shown = {
    ETag: object.etag,
    "Last-Modified": object.modified.toUTCString(),
    "Accept-Ranges": "bytes",
    "Content-Type": "application/octet-stream",
  };
  if (method === "HEAD") return new Response(null, { headers: { ...shown, "Content-Length": String(object.bytes.length) } });
  if (method !== "GET") return failure(501, "NotImplemented");
  const range = readRange(headers.get("range"), object.bytes.length);
  if (range === "unsatisfiable") return failure(416, "InvalidRange");
  if (!range) return new Response(new Uint8Array(object.bytes), { headers: shown });
  const part = new Uint8Array(object.bytes.subarray(range.start, range.end + 1));
  return new Response(part, {
    status: 206,
    headers: { ...shown, "Content-Range": `bytes ${range.start}-${range.end}/${object.bytes.length}` },
  });
}

function onUpload(
  bucket: Bucket,
  name: string,
  key: string,
  id: string,
  request: Request,
  query: URLSearchParams,
  body: Uint8Array,
): Response {
  const upload = bucket.uploads.get(id);
  if (!upload || upload.key !== key) return failure(404, "NoSuchUpload");
  if (request.method === "DELETE") {
    bucket.uploads.delete(id);
    return new Response(null, { status: 204 });
  }
  if (request.method === "PUT") {
    const source = copySource(bucket, name, request.headers);
    if (source === null) return notFound();
    const part = toObject(source ?? body);
    upload.parts.set(Number(query.get("partNumber")), part);
    return source
      ? answerXml("CopyPartResult", `<LastModified>${part.modified.toISOString()}</LastModified><ETag>${escapeXml(part.etag)}</ETag>`)
      : new Response(null, { headers: { ETag: part.etag } });
  }
  if (request.method === "GET") {
    const parts = [...upload.parts]
      .sort(([a], [b]) => a - b)
      .map(
        ([number, { etag, bytes, modified }]) =>
          `<Part><PartNumber>${number}</PartNumber><ETag>${escapeXml(etag)}</ETag><Size>${bytes.length}</Size><LastModified>${modified.toISOString()}</LastModified></Part>`,
      );
    return answerXml(
      "ListPartsResult",
      `<Bucket>${name}</Bucket><Key>${escapeXml(key)}</Key><UploadId>${id}</UploadId><IsTruncated>false</IsTruncated>${parts.join("")}`,
    );
  }
  if (request.method !== "POST") return failure(501, "NotImplemented");
  const numbers = [...new TextDecoder().decode(body).matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map(([, number]) => Number(number));
  if (numbers.slice(0, -1).some((number) => (upload.parts.get(number)?.bytes.length ?? 0) < PART_MIN_BYTES))
    return failure(400, "EntityTooSmall");
  const object = bucket.complete(id, numbers);
  if (!object) return failure(400, "InvalidPart");
  return answerXml(
    "CompleteMultipartUploadResult",
    `<Bucket>${name}</Bucket><Key>${escapeXml(key)}</Key><ETag>${escapeXml(object.etag)}</ETag>`,
  );
}

/** The bytes that a copy asks for; undefined when it is no copy, null when its source is not there. */
function copySource(bucket: Bucket, name: string, headers: Headers): Uint8Array | undefined | null {
  const source = headers.get("x-amz-copy-source");
  if (source === null) return undefined;
  const key = decodeURIComponent(source).replace(/^\//, "").slice(`${name}/`.length);
  const found = bucket.objects.get(key);
  if (!found) return null;
  const range = readRange(headers.get("x-amz-copy-source-range"), found.bytes.length);
  return range && range !== "unsatisfiable" ? found.bytes.slice(range.start, range.end + 1) : found.bytes;
}

function readRange(header: string | null, size: number): { start: number; end: number } | null | "unsatisfiable" {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (first === "" && last === "") return null;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  return start > end ? "unsatisfiable" : { start, end };
}

const unescapeXml = (text: string) =>
  text.replace(
    /&(amp|lt|gt|quot|#34|#39|apos);/g,
    (_, name: string) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#34": '"' })[name] ?? "'",
  );
