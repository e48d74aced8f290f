// Looks the keys of the tables `bench` and `words` up, and those of a Map, in random order; prints "WHAT NAME NANOSECONDS" a line. Its argument is a table
// file, which perfecthash.mjs reads.
import { readFileSync } from "node:fs";
import * as bench from "./bench.mjs";
import { PerfectHashTable } from "./perfecthash.mjs";
import * as words from "./words.mjs";

function told(what, name, count, round) {
  let least = Infinity;
  for (let k = 0; k < Math.max(20, 3000000 / count); k++) {
    const start = performance.now();
    if (round() === 0) throw new Error("nothing was found");
    least = Math.min(least, performance.now() - start);
  }
  console.log(`${what} ${name} ${(least * 1e6 / count).toFixed(2)}`);
}

function mapOf(keys) {
  const map = new Map(keys.map((key, i) => [key, i]));
  for (let i = keys.length - 1, state = 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = state % (i + 1);
    [keys[i], keys[other]] = [keys[other], keys[i]];
  }
  return map;
}

function integers() {
  const keys = Array.from(bench.keys), theirs = mapOf(keys);
  told("integers", "PerfectHash", keys.length, () => {
    let sum = 0;
    for (let i = 0; i < keys.length; i++) sum += bench.find(keys[i]);
    return sum;
  });
  told("integers", "Map", keys.length, () => {
    let sum = 0;
    for (let i = 0; i < keys.length; i++) sum += theirs.get(keys[i]);
    return sum;
  });
}

function texts() {
  const keys = Array.from({ length: words.size }, (_, i) => words.at(i).word), theirs = mapOf(keys);
  keys.forEach((key, i) => keys[i] = Buffer.from(key).toString()); // no string is the map's own
  told("words", "PerfectHash", keys.length, () => {
    let sum = 0;
    for (let i = 0; i < keys.length; i++) sum += words.find(keys[i]).number;
    return sum;
  });
  told("words", "Map", keys.length, () => {
    let sum = 0;
    for (let i = 0; i < keys.length; i++) sum += theirs.get(keys[i]);
    return sum;
  });
}

function file(path) {
  const start = performance.now(), table = new PerfectHashTable(readFileSync(path));
  console.log(`load million ${(performance.now() - start).toFixed(1)}`);
  const bytes = readFileSync("million.keys");
  const keys = Array.from(new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)), theirs = mapOf(keys);
  told("million", "PerfectHash", keys.length, () => {
    let sum = 0;
    for (let i = 0; i < keys.length; i++) sum += table.find(keys[i]);
    return sum;
  });
  told("million", "Map", keys.length, () => {
    let sum = 0;
    for (let i = 0; i < keys.length; i++) sum += theirs.get(keys[i]);
    return sum;
  });
}

integers();
texts();
file(process.argv[2]);
