/**
 * Reads table files (.pht) of PerfectHash: docs/reference/table-file.md says what is in them.
 *
 *     const table = new PerfectHashTable(await readFile("opcodes.pht"));
 *     table.find(404);  // the key's position, from 0, or -1
 *
 * It reads tables of keys of 4 and 8 bytes of the hash function Quadx, flat, partitioned and compact.
 * Anything else is a FormatError that names it. A key of 4 bytes is a number, one of 8 a BigInt.
 */

/** The bytes are no sound table file, or one that this reader doesn't know. */
export class FormatError extends Error {}

const low64 = (number) => BigInt.asUintN(64, number);
const turn = (word, bits) => low64(word << bits | word >> (64n - bits));

/** The high 32 bits of a product of numbers below 2^32. */
function high(a, b) {
  const low = Math.floor((a & 0xffff) * b / 0x10000);
  return Math.floor(((a >>> 16) * b + low) / 0x10000);
}

function refuse(bad, what) {
  if (bad) throw new FormatError(what);
}

/** Of the first `length` bytes. */
function xxh64(view, length) {
  const p1 = 0x9E3779B185EBCA87n, p2 = 0xC2B2AE3D27D4EB4Fn, p3 = 0x165667B19E3779F9n;
  const p4 = 0x85EBCA77C2B2AE63n, p5 = 0x27D4EB2F165667C5n;
  const mix = (lane, word) => low64(turn(low64(lane + word * p2), 31n) * p1);
  let hash = p5, at = 0;
  if (length >= 32) {
    const lanes = [low64(p1 + p2), p2, 0n, low64(-p1)];
    for (; at + 32 <= length; at += 32)
      for (let i = 0; i < 4; i++) lanes[i] = mix(lanes[i], view.getBigUint64(at + 8 * i, true));
    hash = low64(turn(lanes[0], 1n) + turn(lanes[1], 7n) + turn(lanes[2], 12n) + turn(lanes[3], 18n));
    for (const lane of lanes) hash = low64((hash ^ mix(0n, lane)) * p1 + p4);
  }
  hash = low64(hash + BigInt(length));
  for (; at + 8 <= length; at += 8) hash = low64(turn(hash ^ mix(0n, view.getBigUint64(at, true)), 27n) * p1 + p4);
  if (at + 4 <= length) {
    hash = low64(turn(hash ^ low64(BigInt(view.getUint32(at, true)) * p1), 23n) * p2 + p3);
    at += 4;
  }
  for (; at < length; at++) hash = low64(turn(hash ^ low64(BigInt(view.getUint8(at)) * p5), 11n) * p1);
  hash = low64((hash ^ hash >> 33n) * p2);
  hash = low64((hash ^ hash >> 29n) * p3);
  return hash ^ hash >> 32n;
}

/** The key's bits at the mask's ones, packed at the low end, as a number. */
function extract(key, mask) {
  let result = 0n;
  for (let at = 0n, bit = 0n; mask >> bit !== 0n; bit++)
    if (mask >> bit & 1n) result |= (key >> bit & 1n) << at++;
  return Number(result);
}

/** A table file that was checked: magic, version, sizes and checksum. It never changes. */
export class PerfectHashTable {
  #mask; #wide; #compact; #buckets; #bucketSeed; #seeds; #vertices; #segment; #results; #slots; #directory; #keys; #payload;

  /** @param {Uint8Array} bytes of a file */
  constructor(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), size = bytes.byteLength;
    const word = (at) => view.getUint32(at, true), long = (at) => view.getBigUint64(at, true);
    const count = (at) => Number(long(at));
    refuse(size < 576 || [0x89, 0x50, 0x48, 0x54, 13, 10, 26, 10].some((byte, i) => bytes[i] !== byte), "wrong magic");
    refuse(word(8) !== 1 && word(8) !== 2, `unknown version ${word(8)}`);
    refuse(word(12) !== 512 || count(16) !== size || size % 64 !== 0, "wrong size");
    refuse(long(size - 8) !== xxh64(view, size - 8), "wrong checksum");
    const layout = word(32), slot = word(40), edgeBits = word(44);
    this.keyBytes = word(36);
    this.keyCount = count(56);
    /** 8, 16 or 32 in a table that has values, otherwise 0. */
    this.valueBits = word(204);
    refuse(layout === 5, "unsupported text keys");
    refuse(word(24) > 1 || layout < 1 || layout > 4, `unsupported layout ${layout}`);
    refuse(word(28) !== 1, `unsupported hash function ${word(28)}`);
    refuse(this.keyBytes !== 4 && this.keyBytes !== 8, `unsupported keys of ${this.keyBytes} bytes`);
    refuse(word(232) !== 0, "unsupported fingerprints");
    refuse(word(236) !== 0, "unsupported packed slots");
    const bucketed = layout % 2 === 0;
    this.#mask = long(72);
    this.#wide = this.keyBytes === 8 && this.#mask === 0n;
    this.#compact = layout >= 3;
    this.#buckets = count(96);
    this.#seeds = [long(104), long(112)].map((seed) => this.#compact || this.#wide ? seed : Number(BigInt.asUintN(32, seed)));
    this.#bucketSeed = Number(BigInt.asUintN(32, long(104)));
    refuse(![1, 2, 4].includes(slot) || edgeBits < 3 || edgeBits > 30 || this.#buckets < 1 || word(200) > 255 ||
      ![0, 8, 16, 32].includes(this.valueBits) || this.keyCount < 1 || this.keyCount > 2 ** 28 ||
      this.#mask !== 0n && this.keyBytes === 4, "wrong header");
    const segment = this.#segment = 2 ** edgeBits, vertices = this.#vertices = count(176) / slot / this.#buckets;
    refuse(!Number.isInteger(vertices) || (this.#compact
      ? vertices < 3 * segment || vertices % segment !== 0 || vertices > 2 ** 30
      : vertices <= segment || vertices > 2 * segment || vertices % 2 !== 0 || bucketed && vertices !== 2 * segment), "wrong slots");
    refuse(!bucketed && this.#buckets !== 1, "wrong directory");
    const kinds = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array, 8: BigUint64Array };
    const section = (name, at, isThere, numbers, width) => {
      const from = count(at), length = isThere ? numbers * width : 0;
      refuse(count(at + 8) !== length || length !== 0 && (from % 64 !== 0 || from < 512 || from + length > size - 8), `wrong ${name}`);
      return isThere ? new kinds[width](bytes.buffer.slice(bytes.byteOffset + from, bytes.byteOffset + from + length)) : undefined;
    };
    this.#slots = section("slots", 168, true, vertices * this.#buckets, slot);
    this.#directory = section("directory", 152, bucketed, 2 * this.#buckets, this.#compact || this.#wide ? 8 : 4);
    this.#keys = section("keys", 184, word(24) === 1, this.keyCount, this.keyBytes);
    this.#payload = section("values", 216, count(224) !== 0, this.keyCount, this.valueBits / 8 || 1);
    this.#results = this.valueBits !== 0 && this.#payload === undefined ? this.valueBits
      : this.#compact ? 8 * slot : bucketed ? 32 : edgeBits;
    this.name = new TextDecoder().decode(bytes.subarray(256, 256 + word(200)));
  }

  /** The position of a key of the set; of any other key some number. In a table of values alone it is the value. */
  index(key) {
    return this.#lookUp(key);
  }

  /** The position of a key, and -1 of one that is not in the set, or if the table has no keys. */
  find(key) {
    const at = this.#lookUp(key);
    return this.#keys !== undefined && at < this.keyCount && this.#keys[at] === key ? at : -1;
  }

  /** Whether a key is in the set. */
  has(key) {
    return this.find(key) >= 0;
  }

  /** The value of a key of the set; of any other key some value, or 0. */
  value(key) {
    const at = this.#lookUp(key);
    return this.#payload === undefined ? at : this.#payload[at] ?? 0;
  }

  #lookUp(key) {
    let [first, second] = this.#seeds, base = 0;
    if (this.#mask !== 0n) key = extract(key, this.#mask);
    if (this.#directory !== undefined) {
      const word = this.#wide ? Number(low64(BigInt(key) * first) >> 32n) : Math.imul(key, this.#bucketSeed) >>> 0;
      const bucket = high(word, this.#buckets);
      [first, second] = [this.#directory[2 * bucket], this.#directory[2 * bucket + 1]];
      base = bucket * this.#vertices;
    }
    const slots = this.#slots, edges = this.#vertices / 2, length = this.#segment;
    let sum;
    if (this.#compact || this.#wide) {
      const wide = BigInt(key), p = low64(wide * BigInt(first)), q = low64((p ^ p >> 32n) * (wide ^ BigInt(second)));
      const top = Number(q >> 32n);
      if (this.#compact) {
        const v = high(top, this.#vertices - 2 * length), bits = BigInt(length);
        sum = slots[base + v] + slots[base + (v + length ^ Number((q >> 18n) % bits))] +
          slots[base + (v + 2 * length ^ Number((q >> 2n) % bits))];
      } else {
        sum = slots[base + high(Number(p >> 32n), edges)] + slots[base + edges + high(top, edges)];
      }
    } else {
      const p = Math.imul(key, first) >>> 0;
      const q = Math.imul(p ^ p >>> 16, key ^ second) >>> 0;
      sum = slots[base + high(p, edges)] + slots[base + edges + high(q, edges)];
    }
    return sum % 2 ** this.#results;
  }
}

/** A pack file (docs/reference/pack-file.md): many tables, each opened when it is asked for by its name. */
export class PerfectHashPack {
  #bytes; #places = new Map();

  /** @param {Uint8Array} bytes of a file; those of its tables are checked when they are opened */
  constructor(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), size = bytes.byteLength;
    const count = (at) => Number(view.getBigUint64(at, true)), magic = 0x0A1A0A0D4B485089n;
    refuse(size < 128 || view.getBigUint64(0, true) !== magic || view.getBigUint64(size - 8, true) !== magic, "no pack: wrong magic");
    const version = view.getUint32(8, true), end = size - 64, at = count(end), entries = count(end + 8), nameBytes = count(end + 16);
    refuse(version !== 1 && version !== 2, `unknown version ${version} of a pack`);
    const names = at + entries * (version === 1 ? 32 : 36);
    refuse(count(end + 24) !== size || count(end + 40) !== 0 || count(end + 48) !== 0 || at < 64 || names + nameBytes !== end, "wrong size of a pack");
    const index = new DataView(bytes.buffer, bytes.byteOffset + at, end - at);
    refuse(xxh64(index, end - at) !== view.getBigUint64(end + 32, true), "wrong checksum of a pack's index");
    for (let entry = at; entry < at + 32 * entries; entry += 32) {
      const from = count(entry), length = count(entry + 8), nameAt = count(entry + 16), nameLength = view.getUint32(entry + 24, true);
      refuse(from % 64 !== 0 || from < 64 || from + length > at || nameAt + nameLength > nameBytes, "wrong entries of a pack");
      const name = new TextDecoder().decode(bytes.subarray(names + nameAt, names + nameAt + nameLength));
      if (!this.#places.has(name)) this.#places.set(name, [from, from + length]);
    }
    this.#bytes = bytes;
  }

  /** The names: relative paths of keys files. */
  names() {
    return this.#places.keys();
  }

  /** The table of a name; undefined: there is none. */
  table(name) {
    const place = this.#places.get(name);
    return place && new PerfectHashTable(this.#bytes.subarray(...place));
  }
}
