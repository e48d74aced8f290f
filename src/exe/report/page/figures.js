/*
 * What the page shows, as numbers: pure functions over the JSON of a run or a table. They touch no
 * document, so that tests run them alone.
 */
const Figures = (() => {
  'use strict';

  const isMade = (table) => table.status === 'Created' || table.status === 'Skipped';

  const sum = (tables, member) => tables.reduce((total, table) => total + (table[member] || 0), 0);

  /* Tables by the power of two that their keys reach: [{least, most, tables}]. */
  function sizes(tables) {
    const groups = [];
    for (const table of tables.filter(isMade)) {
      const bits = table.keyCount > 0 ? Math.floor(Math.log2(table.keyCount)) : 0;
      (groups[bits] = groups[bits] || []).push(table);
    }
    const first = groups.findIndex((group) => group);
    const result = [];
    for (let bits = Math.max(first, 0); bits < groups.length; bits++)
      result.push({ least: 2 ** bits, most: 2 ** (bits + 1) - 1, tables: groups[bits] || [] });
    return result;
  }

  /* Bytes a key of each group of sizes: the least, the mean and the most. */
  function bytesPerKey(tables) {
    return sizes(tables).filter((group) => sum(group.tables, 'keyCount') > 0).map((group) => {
      const each = group.tables.filter((table) => table.keyCount > 0).map((table) => table.tableBytes / table.keyCount);
      return {
        least: group.least, most: group.most,
        low: each.reduce((a, b) => Math.min(a, b)), high: each.reduce((a, b) => Math.max(a, b)),
        mean: sum(group.tables, 'tableBytes') / sum(group.tables, 'keyCount'),
      };
    });
  }

  /*
   * The probability that an attempt at a flat table succeeds, by docs/explanation/solver.md; NaN: there is no
   * formula for the table.
   */
  function probability(table) {
    if (table.layout !== 'Flat' || table.tableResizes > 0 || !(table.keyCount > 0)) return NaN;
    const keys = table.keyCount, isQuadx = table.hashFunction === 'Quadx';
    const power = Math.max(8, 2 ** Math.ceil(Math.log2(keys))), scaled = keys + Math.floor(keys / 15) + 1;
    const saves = isQuadx && keys > 8 && keys < 65536 && power > keys + Math.floor(keys / 8);
    const edges = saves && scaled > power / 2 ? scaled : power;
    const x = keys / edges, below = x < 1 ? Math.sqrt(isQuadx ? 1 - x * x : 1 - x) : 0;
    return Math.max(below, 0.81 / 2 ** (Math.ceil(Math.log2(edges)) / 6));
  }

  /*
   * How many tables took 1, 2, 3 ... attempts, the last number and all above it together, and how
   * many are expected to: of each table p (1 - p)^(k - 1).
   */
  function attempts(tables, most = 20) {
    const counted = new Array(most).fill(0), expected = new Array(most).fill(0);
    let known = 0, mean = 0, expectedMean = 0, left = 0;
    for (const table of tables.filter(isMade)) {
      const p = probability(table);
      if (!(p > 0 && p <= 1) || !(table.attempts >= 1)) {
        left++;
        continue;
      }
      known++;
      mean += table.attempts;
      expectedMean += 1 / p;
      counted[Math.min(table.attempts, most) - 1]++;
      let rest = 1;
      for (let k = 0; k < most - 1; k++) {
        expected[k] += rest * p;
        rest *= 1 - p;
      }
      expected[most - 1] += rest;
    }
    return { counted, expected, known, left, mean: known ? mean / known : 0, expectedMean: known ? expectedMean / known : 0 };
  }

  /* The parts of the solvers' time, each with its share. */
  function phases(tables) {
    const names = [['Set-up', 'setupMicroseconds'], ['Attempts', 'attemptMicroseconds'], ['Assigning slots', 'assignMicroseconds'],
      ['Verifying', 'verifyMicroseconds'], ['Scattering keys', 'scatterMicroseconds']];
    const parts = names.map(([name, member]) => ({ name, microseconds: sum(tables, member) }));
    const all = parts.reduce((total, part) => total + part.microseconds, 0);
    return parts.map((part) => ({ ...part, share: all ? part.microseconds / all : 0 }));
  }

  const slowest = (tables, count) =>
    tables.filter((table) => table.status === 'Created').sort((a, b) => b.solveMicroseconds - a.solveMicroseconds).slice(0, count);

  const failed = (tables) => tables.filter((table) => table.status === 'Failed' || table.status === 'NoFunctions');

  /* Tables a second of each node, in `parts` parts of the run: {seconds: [...], nodes: [{node, rates}]}. */
  function throughput(tables, parts = 60) {
    const ended = tables.filter((table) => table.endedMilliseconds !== undefined && table.node !== undefined);
    const last = ended.reduce((most, table) => Math.max(most, table.endedMilliseconds), 0);
    const width = Math.max(last / parts, 1), count = Math.max(1, Math.min(parts, Math.ceil((last + 1) / width)));
    const nodes = new Map();
    for (const table of ended) {
      if (!nodes.has(table.node)) nodes.set(table.node, new Array(count).fill(0));
      nodes.get(table.node)[Math.min(count - 1, Math.floor(table.endedMilliseconds / width))] += 1000 / width;
    }
    const seconds = Array.from({ length: count }, (_, i) => (i + 0.5) * width / 1000);
    return { seconds, nodes: [...nodes].sort((a, b) => a[0] - b[0]).map(([node, rates]) => ({ node, rates })), counted: ended.length };
  }

  /*
   * The parts of a table's cache lines, each {used, most, lines, kind}: empty, used, or hot, whose
   * fullest line has nine tenths of the slots that the fullest of all has. together: how many
   * neighbours are one part.
   */
  function parts(drawing, together = 1) {
    const pairs = drawing.parts, result = [];
    const left = (at) => Math.min(drawing.linesEach, drawing.lines - at * drawing.linesEach);
    for (let at = 0; at < pairs.length / 2; at++) {
      if (at % together === 0) result.push({ used: 0, most: 0, lines: 0 });
      const part = result[result.length - 1];
      part.used += pairs[2 * at];
      part.most = Math.max(part.most, pairs[2 * at + 1]);
      part.lines += left(at);
    }
    const fullest = result.reduce((most, part) => Math.max(most, part.most), 0);
    for (const part of result) part.kind = part.used === 0 ? 'empty' : part.most >= 0.9 * fullest ? 'hot' : 'used';
    return result;
  }

  /* How many parts have 0, 1, 2 ... touched slots in their fullest line. */
  function fullness(all, slotsInLine) {
    const counts = new Array(slotsInLine + 1).fill(0);
    for (const part of all) counts[Math.min(part.most, slotsInLine)]++;
    return counts;
  }

  /* Does the row show the words, in any case of letters? */
  function matches(row, words, members) {
    const wanted = words.toLowerCase();
    return wanted === '' || members.some((member) => String(row[member] ?? '').toLowerCase().includes(wanted));
  }

  /* Compares two values for a sort: numbers by size, texts by their letters, nothing at the end. */
  function compare(a, b, down = false) {
    const noA = a === undefined || a === '', noB = b === undefined || b === '';
    if (noA || noB) return noA - noB;
    return a === b ? 0 : (a < b) === down ? 1 : -1;
  }

  return { isMade, sum, sizes, bytesPerKey, probability, attempts, phases, slowest, failed, throughput, parts, fullness, matches, compare };
})();
if (typeof module !== 'undefined') module.exports = Figures;
