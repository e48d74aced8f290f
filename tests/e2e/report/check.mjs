// check.mjs SOURCE PAGE JSON: the page holds the JSON of the file, of a bulk run or of a table, and nothing that a browser would load; its style and its script are those that its
// policy lets in, and what they compute of the run is right. SOURCE: the folder of the page's parts.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
const [source, page, json] = process.argv.slice(2);
const html = readFileSync(page, 'utf8'), run = JSON.parse(readFileSync(json, 'utf8'));
const Figures = createRequire(import.meta.url)(`${source}/page/figures.js`);

// Where the data ends, as a browser sees it.
const open = '<script type="application/json" id="data">', from = html.indexOf(open) + open.length, to = html.indexOf('</script', from);
const text = html.slice(from, to), data = JSON.parse(text);
assert(!/[<>&\u2028\u2029]/.test(text), 'a character of the data is not written as an escape');
const isBulk = 'tables' in run;
assert.deepEqual(isBulk ? data.run : { ...data.table, lookups: undefined }, isBulk ? run : { ...run, lookups: undefined });
assert.equal(data.kind, isBulk ? 'bulk' : 'table');

// Nothing is loaded, and nothing else runs.
assert.equal(html.match(/<script/g).length, 2, 'a third script');
assert.equal(html.match(/<style/g).length, 1);
assert(!/<(img|link|iframe|object|embed|base)\b/.test(html), 'an element that loads something');
assert(!/\s(src|href|action)\s*=\s*["'a-z]/i.test(html.replace(/<script[^]*?<\/script>/g, '')), 'an attribute that loads something');
assert(!/@import|url\(/.test(html), 'a style that loads something');
const digest = (part) => `'sha256-${createHash('sha256').update(part).digest('base64')}'`;
const policy = html.match(/Content-Security-Policy" content="([^"]*)"/)[1];
const script = html.slice(html.indexOf('<script>', to) + 8, html.lastIndexOf('</script>'));
const style = html.slice(html.indexOf('<style>') + 7, html.indexOf('</style>'));
assert.equal(policy, `default-src 'none'; style-src ${digest(style)}; script-src ${digest(script)}; base-uri 'none'; form-action 'none'`);
assert(html.includes('Copyright (c) 2022 Leon Sorokin'), 'the licence of the library is missing');
assert.match(html, /^<!DOCTYPE html>\n<html lang="en">/);

const count = (numbers) => numbers.reduce((a, b) => a + b, 0), near = (a, b) => assert(Math.abs(a - b) < 1e-9 * Math.max(1, Math.abs(b)), `${a} is not ${b}`);
if (!isBulk) {
  const { parts, lines, linesEach, slotsInLine, better } = data.drawing;
  if (run.usedCacheLines !== undefined && parts !== undefined) {
    const all = Figures.parts(data.drawing), pages = Figures.parts(data.drawing, 64 / linesEach);
    assert.equal(lines, run.usedCacheLines + run.emptyCacheLines);
    assert.equal(count(all.map((part) => part.used)), run.usedCacheLines);
    assert.equal(count(all.map((part) => part.lines)), lines);
    assert.equal(Math.max(...all.map((part) => part.most)), run.maxAssignedPerCacheLine);
    assert.equal(pages.length, run.usedPages + run.emptyPages);
    assert.equal(pages.filter((page) => page.kind === 'empty').length, run.emptyPages);
    assert.equal(count(Figures.fullness(all, slotsInLine)), all.length);
    assert(all.some((part) => part.kind === 'hot'));
  }
  better.forEach((one, at) => assert(at === 0 || (one.figure < better[at - 1].figure && one.attempt > better[at - 1].attempt)));
  assert.equal(better.length > 0, data.words.includes('--FindBestGraph'));
  if (better.length > 0) assert.equal(better[better.length - 1].figure, run.maxAssignedPerCacheLine);
  process.exit(0);
}

// The figures, each once more by a plain count.
const tables = run.tables, made = tables.filter((table) => table.status === 'Created' || table.status === 'Skipped');
const sizes = Figures.sizes(tables);
assert.equal(count(sizes.map((group) => group.tables.length)), made.length);
for (const group of sizes) for (const table of group.tables) assert(table.keyCount >= group.least && table.keyCount <= group.most);
for (const group of Figures.bytesPerKey(tables)) assert(group.low <= group.mean && group.mean <= group.high);
assert.equal(Figures.failed(tables).length, run.failed + run.withoutFunctions);
const attempts = Figures.attempts(tables);
assert.equal(count(attempts.counted), attempts.known);
assert.equal(attempts.known + attempts.left, made.length);
near(count(attempts.expected), attempts.known);
const slowest = Figures.slowest(tables, 3);
assert.equal(slowest.length, Math.min(3, run.created));
assert(tables.filter((table) => table.status === 'Created').every((table) => table.solveMicroseconds <= slowest[0].solveMicroseconds));
if (run.created > 0) near(count(Figures.phases(tables).map((part) => part.share)), 1);
const { seconds, nodes, counted } = Figures.throughput(tables), last = Math.max(...tables.map((table) => table.endedMilliseconds));
assert.equal(counted, tables.length);
assert(!('shard' in run) && last <= run.elapsedMilliseconds);
assert.deepEqual(nodes.map(({ node }) => node), [...new Set(tables.map((table) => table.node))].sort());
near(count(nodes.map(({ rates }) => count(rates))) * Math.max(last / 60, 1) / 1000, counted);
assert(nodes.every(({ rates }) => rates.length === seconds.length));

// By hand: 1,000 keys have 1,024 vertices a side, as that is at most an eighth more; 1,100 have 1,174, and a family of one shared table has 2,048.
const flat = { layout: 'Flat', tableResizes: 0 };
near(Figures.probability({ ...flat, hashFunction: 'Quadx', keyCount: 1000 }), Math.max(Math.sqrt(1 - (1000 / 1024) ** 2), 0.81 / 2 ** (10 / 6)));
near(Figures.probability({ ...flat, hashFunction: 'Quadx', keyCount: 1100 }), Math.sqrt(1 - (1100 / 1174) ** 2));
near(Figures.probability({ ...flat, hashFunction: 'MultiplyShiftR', keyCount: 1100 }), Math.sqrt(1 - 1100 / 2048));
assert(Number.isNaN(Figures.probability({ layout: 'Compact', tableResizes: 0, hashFunction: 'Quadx', keyCount: 100000 })));
const some = Figures.attempts([{ status: 'Created', ...flat, hashFunction: 'Quadx', keyCount: 1100, attempts: 25 }], 20);
assert.equal(some.counted[19], 1);
const steps = Figures.throughput([{ node: 1, endedMilliseconds: 0 }, { node: 0, endedMilliseconds: 1000 }, { node: 1, endedMilliseconds: 999 }], 2);
assert.deepEqual(steps, { seconds: [0.25, 0.75], nodes: [{ node: 0, rates: [0, 2] }, { node: 1, rates: [2, 2] }], counted: 3 });
assert.deepEqual([[3, 1, 2].sort(Figures.compare), ['b', undefined, 'a', ''].sort(Figures.compare).slice(0, 2)], [[1, 2, 3], ['a', 'b']]);
assert.deepEqual([1, undefined, 3, '', 2].map((n) => ({ n })).sort((a, b) => Figures.compare(a.n, b.n, true)).map(({ n }) => n).slice(0, 3), [3, 2, 1]);
assert(Figures.matches({ name: 'Alpha', n: 12 }, 'LPH', ['name', 'n']) && Figures.matches({ n: 12 }, '12', ['n']) && !Figures.matches({}, 'x', ['n']));
