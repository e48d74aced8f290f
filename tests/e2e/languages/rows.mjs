// Asks tables with records as JavaScript modules for every row and column, and for strangers.
import { readFileSync } from "node:fs";

let questions = 0, failures = 0;

// Returns the pieces of a file: each is bytes behind their length.
function* piecesOf(file) {
  const data = readFileSync(file);
  for (let at = 0; at < data.length;) {
    const length = data.readUInt32LE(at);
    yield data.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
}

const isWide = { u64: true, i64: true, u128: true };

// A value as the rows have it; an error where it has another type.
function told(kind, value) {
  const type = { text: "string", enum: "string", keys: "string", bool: "boolean" }[kind] ?? (isWide[kind] ? "bigint" : "number");
  if (typeof value !== type) return `${typeof value} for ${type}`;
  if (kind !== "f64") return String(value === 0 ? 0 : value);
  return new DataView(new Float64Array([value]).buffer).getBigUint64(0, true).toString(16).padStart(16, "0");
}

async function ask(keyBytes, file, columns) {
  const table = await import(`${process.cwd()}/${file}`);
  const keyOf = key => keyBytes === 0 ? key : keyBytes === 4 ? key.readUInt32LE()
    : keyBytes === 8 ? key.readBigUInt64LE() : key.readBigUInt64LE() | key.readBigUInt64LE(8) << 64n;
  const pieces = piecesOf(`${file}.rows`);
  let mistakes = 0, row = 0;
  for (const bytes of pieces) {
    const key = keyOf(bytes), record = table.find(key), other = table.at(row);
    for (const [kind, name] of columns) {
      mistakes += told(kind, record[name]) !== pieces.next().value.toString() || !Object.is(record[name], other[name]);
      questions++;
    }
    mistakes += Object.keys(record).length !== columns.length || table.findIndex(key) !== row || !table.has(key);
    if (keyBytes === 0) mistakes += table.findIndex(bytes.toString()) !== row;
    row++;
  }
  mistakes += row !== table.size;
  for (const bytes of piecesOf(`${file}.strangers`)) {
    const key = keyOf(bytes);
    mistakes += table.find(key) !== undefined || table.findIndex(key) !== -1 || table.has(key);
    questions++;
  }
  if (mistakes) console.log(`${file}: ${mistakes} mistakes`);
  failures += mistakes;
}

for (const line of readFileSync("records", "utf8").trim().split("\n")) {
  const [, keyBytes, file, ...columns] = line.split(" ");
  await ask(Number(keyBytes), file, columns.map(column => column.split(":")));
}
console.log(`${questions} questions, ${failures} failures`);
