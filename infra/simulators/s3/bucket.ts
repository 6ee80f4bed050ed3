import { createHash } from "node:crypto";

export type StoredObject = { bytes: Uint8Array; etag: string; modified: Date };
export type Upload = { key: string; parts: Map<number, StoredObject>; begun: Date };
export type Listing = { contents: { key: string; object: StoredObject }[]; prefixes: string[]; next: string | null };

const md5 = (data: Uint8Array) => createHash("md5").update(data).digest("hex");
export const toObject = (bytes: Uint8Array): StoredObject => ({ bytes, etag: `"${md5(bytes)}"`, modified: new Date() });

/** One bucket, in memory: objects by key, and uploads in parts that show nothing before they are completed. */
export function createBucket() {
  const objects = new Map<string, StoredObject>();
  const uploads = new Map<string, Upload>();

  return {
    objects,
    uploads,

    begin(key: string): string {
      const id = crypto.randomUUID();
      uploads.set(id, { key, parts: new Map(), begun: new Date() });
      return id;
    },

    /** Puts the named parts together. Null when one of them is not there. */
    complete(id: string, numbers: number[]): StoredObject | null {
      const upload = uploads.get(id);
      const parts = numbers.map((number) => upload?.parts.get(number));
      if (!upload || parts.some((part) => part === undefined)) return null;
      const bytes = new Uint8Array(Buffer.concat(parts.map((part) => part?.bytes ?? new Uint8Array())));
      const etags = Buffer.concat(parts.map((part) => Buffer.from(part?.etag.slice(1, -1) ?? "", "hex")));
      const object = { bytes, etag: `"${md5(etags)}-${parts.length}"`, modified: new Date() };
      objects.set(upload.key, object);
      uploads.delete(id);
      return object;
    },

    /** Keys in order, those that share a part up to `delimiter` as one prefix; `after` is the last key or prefix of the page before. */
    list({ prefix, delimiter, after, limit }: { prefix: string; delimiter: string; after: string; limit: number }): Listing {
      const listing: Listing = { contents: [], prefixes: [], next: null };
      let last = after;
      for (const key of [...objects.keys()].filter((key) => key.startsWith(prefix)).sort()) {
        const cut = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
        const name = cut === -1 ? key : key.slice(0, cut + delimiter.length);
        if (name <= after || name === listing.prefixes.at(-1)) continue;
        if (listing.contents.length + listing.prefixes.length === limit) {
          listing.next = last;
          return listing;
        }
        last = name;
        if (cut === -1) listing.contents.push({ key, object: objects.get(key) as StoredObject });
        else listing.prefixes.push(name);
      }
      return listing;
    },
  };
}

export type Bucket = ReturnType<typeof createBucket>;
