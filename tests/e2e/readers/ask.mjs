// Asks the reader in JavaScript for every key of every table, and for strangers: see reader_writer.cpp.
import { readFileSync } from "node:fs";
import { FormatError, PerfectHashPack, PerfectHashTable } from "./perfecthash.mjs";

let questions = 0, failures = 0;
const lines = (name) => readFileSync(name, "latin1").trim().split("\n");
const pack = new PerfectHashPack(readFileSync("all.phpack"));
const load = (name) => new PerfectHashTable(readFileSync(`${name}.pht`));

for (const line of lines("good")) {
  const [name, ...numbers] = line.split(" "), [valueBits, besideBits, hasKeys] = numbers.map(Number);
  const table = pack.table(name), asked = readFileSync(`${name}.ask`);
  let mistakes = 0, members = 0;
  for (let at = 0; at < asked.length; at += 24, questions++) {
    const long = asked.readBigUInt64LE(at), key = table.keyBytes === 8 ? long : Number(long);
    const answer = Number(asked.readBigInt64LE(at + 8)), beside = Number(asked.readBigUInt64LE(at + 16));
    if (hasKeys) mistakes += table.find(key) !== answer || table.has(key) !== answer >= 0;
    const index = table.index(key), value = table.value(key);
    if (answer < 0) continue;
    members++;
    mistakes += index !== answer || besideBits !== 0 && value !== beside || valueBits !== 0 && value !== answer;
  }
  mistakes += table.keyCount !== members || table.valueBits !== valueBits + besideBits;
  if (mistakes !== 0) console.log(`${name}: ${mistakes} mistakes`);
  failures += mistakes;
}
for (const line of lines("bad")) {
  const [name, ...words] = line.split(" "), says = words.join(" ");
  let said = "nothing";
  try {
    load(name);
  } catch (error) {
    said = error instanceof FormatError ? error.message : String(error);
  }
  if (said.includes(says)) continue;
  console.log(`${name}: ${said}, not ${says}`);
  failures++;
}
try {
  new PerfectHashPack(readFileSync("damaged.phpack"));
  failures++;
} catch (error) {
  failures += !error.message.includes("index");
}
failures += pack.table("none") !== undefined || [...pack.names()].length !== lines("good").length;

/** Whether a hostile file is opened; a lookup that leaves its bytes gives no whole number. */
function opens(kind, bytes) {
  let table;
  try {
    table = kind === 2 ? new PerfectHashPack(bytes) : new PerfectHashTable(bytes);
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
  for (const key of kind === 0 ? [1, 0xFFFFFFFF, 0x9E3779B9] : []) {
    const asked = table.keyBytes === 8 ? BigInt(key) << 17n : key;
    failures += ![table.index(asked), table.find(asked), table.value(asked)].every(Number.isInteger);
  }
  return true;
}

const hostile = readFileSync("hostile");
for (let at = 0; at < hostile.length;) {
  const length = hostile.readUInt32LE(at), kind = hostile.readUInt32LE(at + 4);
  if (opens(kind, hostile.subarray(at + 8, at + 8 + length)) && kind !== 0) failures++;
  at += 8 + length;
}
console.log(`${questions} questions, ${failures} failures`);
