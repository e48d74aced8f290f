// Asks tables as JavaScript modules for every key and for strangers.
import { readFileSync } from "node:fs";

let questions = 0, failures = 0;

async function ask(keyBytes, valueBits, besideBits, prints, file) {
  const table = await import(`${process.cwd()}/${file}`);
  const data = readFileSync(`${file}.ask`);
  const index = keyBytes === 0 ? null : valueBits ? table.value : table.indexOf;
  let mistakes = 0, strangers = 0, taken = 0;
  for (let at = 0; at < data.length;) {
    const length = data.readUInt32LE(at);
    const bytes = data.subarray(at + 4, at + 4 + length);
    const key = keyBytes === 0 ? bytes : keyBytes === 4 ? bytes.readUInt32LE()
      : keyBytes === 8 ? bytes.readBigUInt64LE() : bytes.readBigUInt64LE() | bytes.readBigUInt64LE(8) << 64n;
    const answer = Number(data.readBigInt64LE(at + 4 + length)), value = Number(data.readBigUInt64LE(at + 12 + length));
    at += 20 + length;
    questions++;
    if (answer >= 0) {
      mistakes += index !== null && index(key) !== answer;
      mistakes += besideBits !== 0 && (table.value(key) !== value || table.valueAt(table.indexOf(key)) !== value);
    }
    if (prints === 0) continue;
    const found = table.find(key);
    const isTaken = prints !== 32 && answer < 0 && found >= 0;
    strangers += answer < 0;
    taken += isTaken;
    mistakes += (found !== answer && !isTaken) || table.has(key) !== found >= 0;
    if (keyBytes === 0 && answer >= 0 && bytes.every(byte => byte < 128)) mistakes += table.find(bytes.toString()) !== found;
  }
  mistakes += prints !== 32 && taken > 20 + 2 * (strangers >> prints);
  if (prints && keyBytes === 4) mistakes += [-1, 0.5, 2 ** 32, NaN].some(key => table.has(key));
  if (keyBytes === 0) mistakes += [5, true, {}].some(key => table.has(key)) || table.has("x".repeat(1e6)) || table.has("\u{1F600}".repeat(99));
  if (mistakes) console.log(`${file}: ${mistakes} mistakes`);
  failures += mistakes;
}

for (const line of readFileSync("tables", "utf8").trim().split("\n")) {
  const [, ...numbers] = line.split(" "), file = numbers.pop();
  await ask(...numbers.map(Number), file);
}
console.log(`${questions} questions, ${failures} failures`);
