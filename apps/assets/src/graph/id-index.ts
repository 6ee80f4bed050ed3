export type IdIndex = { find(id: string): number | undefined; bytes: number };

const ID_BYTES = 16;
const FREE = 0xffffffff;

/** Finds the place of a UUID among many that lie one after the other: a hash table of places, half full at most. */
export function createIdIndex(ids: Uint8Array): IdIndex {
  const size = ids.length / ID_BYTES;
  const view = new DataView(ids.buffer, ids.byteOffset, ids.byteLength);
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(size, 1)) + 1)).fill(FREE);
  const mask = slots.length - 1;
  for (let place = 0; place < size; place++) {
    let slot = hash(view, place * ID_BYTES) & mask;
    while (slots[slot] !== FREE) slot = (slot + 1) & mask;
    slots[slot] = place;
  }

  return {
    bytes: slots.byteLength,
    find(id) {
      const wanted = new DataView(Uint8Array.fromHex(id.replaceAll("-", "")).buffer);
      let slot = hash(wanted, 0) & mask;
      for (;;) {
        const place = slots[slot] as number;
        if (place === FREE) return undefined;
        if (same(wanted, view, place * ID_BYTES)) return place;
        slot = (slot + 1) & mask;
      }
    },
  };
}

const hash = (view: DataView, at: number): number => {
  const mixed = Math.imul(view.getUint32(at) ^ Math.imul(view.getUint32(at + 12) ^ view.getUint32(at + 8), 0x9e3779b1), 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
};

const same = (one: DataView, other: DataView, at: number): boolean =>
  one.getBigUint64(0) === other.getBigUint64(at) && one.getBigUint64(8) === other.getBigUint64(at + 8);

/** The UUID at `place`, as text. */
export function idText(ids: Uint8Array, place: number): string {
  const hex = ids.subarray(place * ID_BYTES, (place + 1) * ID_BYTES).toHex();
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
