// Looks the keys of the table `bench` up, and those of a Map, in random order; prints nanoseconds a lookup.
const begin = performance.now();
const bench = await import(`${process.cwd()}/bench.mjs`);
const imported = performance.now() - begin;
const keys = Array.from(bench.keys), theirs = new Map(keys.map((key, i) => [key, i]));
for (let i = keys.length - 1, state = 1; i > 0; i--) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  const other = state % (i + 1);
  [keys[i], keys[other]] = [keys[other], keys[i]];
}
let sum = 0;
function best(round) {
  let least = Infinity;
  for (let k = 0; k < 100; k++) {
    const start = performance.now();
    sum += round();
    least = Math.min(least, performance.now() - start);
  }
  return (least * 1e6 / keys.length).toFixed(1);
}
function ours() {
  let found = 0;
  for (let i = 0; i < keys.length; i++) found += bench.find(keys[i]);
  return found;
}
function others() {
  let found = 0;
  for (let i = 0; i < keys.length; i++) found += theirs.get(keys[i]);
  return found;
}
console.log(`${best(ours)} ${best(others)} ${imported.toFixed(1)}`);
if (sum === 0) throw new Error("nothing was found");
