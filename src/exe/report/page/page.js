/* Fills the page with the report's data. Every text of the data becomes a text node, never HTML. */
(() => {
  'use strict';
  const report = JSON.parse(document.getElementById('data').textContent);
  const page = document.getElementById('page');

  /* ---- elements and numbers ---- */

  /* Makes an element; attributes that are undefined are left out, and texts become text nodes. */
  function el(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
      else if (value !== undefined) element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  }
  const whole = (number) => Math.round(number).toLocaleString('en-US');
  const digits = (number, places) => number.toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places });
  const counted = (number, noun) => `${whole(number)} ${noun}${number === 1 ? '' : 's'}`;
  const percent = (share) => `${digits(100 * share, 1)} %`;
  function duration(microseconds) {
    if (microseconds < 1000) return `${whole(microseconds)} µs`;
    return microseconds < 1e6 ? `${digits(microseconds / 1000, 1)} ms` : `${digits(microseconds / 1e6, 2)} s`;
  }
  function bytes(number) {
    const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
    let unit = 0;
    while (number >= 1024 && unit + 1 < units.length) {
      number /= 1024;
      unit++;
    }
    return `${unit ? digits(number, 1) : whole(number)} ${units[unit]}`;
  }
  /* A number of keys on an axis: 512, 64 Ki. */
  const keys = (number) => (number >= 1048576 ? `${number / 1048576} Mi` : number >= 1024 ? `${number / 1024} Ki` : String(number));

  function section(heading, ...children) {
    const id = heading.toLowerCase().replace(/[^a-z]+/g, '-');
    return el('section', { 'aria-labelledby': id }, el('h2', { id }, heading), ...children);
  }
  function totals(pairs) {
    return el('dl', { class: 'totals' }, ...pairs.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))));
  }
  /* A table of texts; columns: [name, is it of numbers]. The first column heads its row. */
  function table(caption, columns, rows) {
    const kind = (at) => (columns[at][1] ? 'number' : 'name');
    return el('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': caption }, el('table', {},
      el('caption', {}, caption),
      el('thead', {}, el('tr', {}, ...columns.map(([name], at) => el('th', { scope: 'col', class: kind(at) }, name)))),
      el('tbody', {}, ...rows.map((row) => el('tr', {}, ...row.map((cell, at) =>
        el(at ? 'td' : 'th', { scope: at ? undefined : 'row', class: kind(at) }, cell)))))));
  }

  /* ---- plots ---- */

  const plots = [];
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const colours = ['first', 'second', 'third', 'fourth'], dashes = [[], [8, 4], [2, 4], [12, 4, 2, 4]];
  const look = (at) => ({ colour: colours[at % 4], dash: dashes[Math.floor(at + at / 4) % 4] });

  function svg(name, attributes, ...children) {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }
  function legend(series) {
    return el('ul', { class: 'legend' }, ...series.map((one) => el('li', {},
      svg('svg', { width: 36, height: 12, 'aria-hidden': 'true' }, one.bars
        ? svg('rect', { width: 36, height: 12, fill: `var(--${one.colour})` })
        : svg('line', { x1: 0, y1: 6, x2: 36, y2: 6, stroke: `var(--${one.colour})`, 'stroke-width': 3, 'stroke-dasharray': one.dash.join(' ') })),
      one.name)));
  }
  /* What uPlot draws; plot.labels: texts below the bars or points, which then stand side by side. */
  function options(plot, width) {
    const axis = (more) => ({ stroke: colour('ink'), grid: { stroke: colour('line') }, ticks: { stroke: colour('line') }, font: '12px system-ui', ...more });
    const at = plot.labels && ((_, splits) => splits.map((x) => (Number.isInteger(x) ? plot.labels[x] ?? '' : '')));
    return {
      width, height: 240, legend: { show: false }, cursor: { show: false },
      scales: { x: { time: false, ...(plot.labels && { range: [-0.6, plot.labels.length - 0.4] }) }, y: { range: (_, least, most) => [plot.least ?? 0, most > 0 ? most * 1.08 : 1] } },
      axes: [axis({ label: plot.x, labelFont: '12px system-ui', ...(at && { values: at, incrs: [1, 2, 5, 10], space: 45 }) }),
        axis({ label: plot.y, labelFont: '12px system-ui', size: 70, values: (_, splits) => splits.map((y) => y.toLocaleString('en-US')) })],
      series: [{}, ...plot.series.map((one) => ({
        stroke: colour(one.colour), width: one.bars ? 1 : 2.5, fill: one.bars ? colour(one.colour) : undefined, dash: one.bars ? undefined : one.dash,
        points: { show: !one.bars && (plot.points || plot.labels !== undefined), size: 7, fill: colour(one.colour) },
        paths: one.bars ? uPlot.paths.bars({ size: [0.7, 60] }) : undefined,
      }))],
    };
  }
  function draw(plot, width) {
    if (plot.drawn) plot.drawn.destroy();
    const x = plot.labels ? plot.labels.map((_, at) => at) : plot.xs;
    plot.drawn = new uPlot(options(plot, width ?? Math.max(plot.box.clientWidth, 240)), [x, ...plot.series.map((one) => one.values)], plot.box);
  }
  const maps = [];
  const drawAll = (width) => {
    plots.forEach((plot) => draw(plot, width));
    maps.forEach((map) => drawMap(map));
  };

  /* plot: {title, says, x, y, labels or xs, series: [{name, values, colour, dash, bars}], numbers: [columns, rows]} */
  function figure(plot) {
    plot.box = el('div', { class: 'plot', role: 'img', 'aria-label': `${plot.title}. ${plot.says}` });
    plots.push(plot);
    return el('figure', {}, el('figcaption', {}, el('h3', {}, plot.title), el('p', {}, plot.says)), plot.box, legend(plot.series),
      el('details', {}, el('summary', {}, 'Numbers'), table(plot.title, ...plot.numbers)));
  }

  /* ---- the theme ---- */

  const themes = ['system', 'light', 'dark'];
  function takeTheme(name) {
    if (name === 'system') document.documentElement.removeAttribute('data-theme');
    else document.documentElement.setAttribute('data-theme', name);
  }
  let theme = 0;
  const button = document.getElementById('theme');
  button.addEventListener('click', () => {
    theme = (theme + 1) % themes.length;
    takeTheme(themes[theme]);
    button.textContent = `Theme: ${themes[theme]}`;
    drawAll();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => drawAll());
  addEventListener('beforeprint', () => { takeTheme('light'); drawAll(330); });
  addEventListener('afterprint', () => { takeTheme(themes[theme]); drawAll(); });
  let waiting = 0;
  addEventListener('resize', () => {
    clearTimeout(waiting);
    waiting = setTimeout(drawAll, 150);
  });

  /* ---- a table that sorts, filters and turns pages ---- */

  const rowsAPage = 100;

  /* columns: [{member, name, number, show}]; choices: members that a list selects by. */
  function browser(caption, rows, columns, choices) {
    let sorted = { member: undefined, down: false }, shown = rows, first = 0;
    const body = el('tbody'), status = el('p', { role: 'status', 'aria-live': 'polite' });
    const back = el('button', { type: 'button', onclick: () => turn(-rowsAPage) }, 'Previous page');
    const on = el('button', { type: 'button', onclick: () => turn(rowsAPage) }, 'Next page');
    const search = el('input', { type: 'search', id: 'search', autocomplete: 'off', oninput: () => choose() });
    const selects = choices.map(({ member, name }) => {
      const values = [...new Set(rows.map((row) => row[member]).filter((value) => value !== undefined))].sort();
      return { member, list: el('select', { id: `choose-${member}`, onchange: () => choose() }, el('option', { value: '' }, 'all'), ...values.map((value) => el('option', { value }, value))), name };
    });
    const heads = columns.map((column) => el('th', { scope: 'col', class: column.number ? 'number' : 'name', 'aria-sort': 'none' },
      el('button', { type: 'button', onclick: () => sortBy(column) }, column.name)));

    function put() {
      body.replaceChildren(...shown.slice(first, first + rowsAPage).map((row) => el('tr', {}, ...columns.map((column, at) => {
        const value = row[column.member], text = value === undefined ? '' : column.show ? column.show(value) : String(value);
        return el(at ? 'td' : 'th', { scope: at ? undefined : 'row', class: `${column.number ? 'number' : 'name'}${value === 'Failed' ? ' failed' : ''}` }, text);
      }))));
      const last = Math.min(first + rowsAPage, shown.length);
      status.textContent = shown.length ? `Rows ${whole(first + 1)} to ${whole(last)} of ${whole(shown.length)}${shown.length < rows.length ? `, chosen from ${whole(rows.length)}` : ''}.` : 'No row has these words.';
      back.disabled = first === 0;
      on.disabled = last >= shown.length;
    }
    function turn(by) {
      first = Math.max(0, first + by);
      put();
    }
    function order() {
      const { member, down } = sorted;
      if (member !== undefined) shown.sort((a, b) => Figures.compare(a[member], b[member], down));
    }
    function choose() {
      const members = columns.map((column) => column.member);
      shown = rows.filter((row) => Figures.matches(row, search.value, members) && selects.every(({ member, list }) => list.value === '' || String(row[member]) === list.value));
      order();
      first = 0;
      put();
    }
    function sortBy(column) {
      const again = sorted.member === column.member;
      sorted = { member: column.member, down: again ? !sorted.down : Boolean(column.number) };
      heads.forEach((head, at) => head.setAttribute('aria-sort', columns[at] === column ? (sorted.down ? 'descending' : 'ascending') : 'none'));
      shown = shown.slice();
      order();
      first = 0;
      put();
    }
    put();
    return el('div', {}, el('div', { class: 'controls' }, el('label', { for: 'search' }, 'Filter'), search,
      ...selects.map(({ list, name }) => el('label', {}, name, list)), back, on), status,
    el('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': caption }, el('table', { id: 'tables' }, el('caption', {}, caption), el('thead', {}, el('tr', {}, ...heads)), body)));
  }

  /* ---- a bulk run ---- */

  function sizePlot(tables) {
    const groups = Figures.sizes(tables);
    return figure({
      title: 'Sizes', says: 'Each bar counts the tables whose keys are between two powers of two.',
      x: 'keys, from', y: 'tables', labels: groups.map((group) => keys(group.least)),
      series: [{ name: 'tables', values: groups.map((group) => group.tables.length), colour: 'first', bars: true }],
      numbers: [[['Keys', true], ['Tables', true]], groups.map((group) => [`${whole(group.least)} to ${whole(group.most)}`, whole(group.tables.length)])],
    });
  }
  function attemptPlot(tables) {
    const { counted: made, expected, known, left, mean, expectedMean } = Figures.attempts(tables);
    if (known === 0) return el('figure', {}, el('h3', {}, 'Attempts'), el('p', {}, 'No table of this run has a layout whose number of attempts theory tells.'));
    const names = made.map((_, at) => (at + 1 < made.length ? String(at + 1) : `${at + 1}+`));
    const rest = left ? ` ${counted(left, 'table')} of other layouts, or of tables that grew, ${left === 1 ? 'is' : 'are'} left out.` : '';
    return figure({
      title: 'Attempts', says: `A flat table took ${digits(mean, 2)} attempts in the mean, where theory expects ${digits(expectedMean, 2)}.${rest}`,
      x: 'attempts', y: 'tables', labels: names,
      series: [{ name: 'tables', values: made, colour: 'first', bars: true }, { name: 'expected by theory', values: expected, colour: 'second', dash: dashes[1] }],
      numbers: [[['Attempts', true], ['Tables', true], ['Expected', true]], names.map((name, at) => [name, whole(made[at]), digits(expected[at], 1)])],
    });
  }
  function bytesPlot(tables) {
    const groups = Figures.bytesPerKey(tables);
    const line = (name, member, at) => ({ name, values: groups.map((group) => group[member]), ...look(at) });
    return figure({
      title: 'Bytes a key', says: 'The lookup data of a table without its keys, by the size of the table.',
      x: 'keys, from', y: 'bytes', labels: groups.map((group) => keys(group.least)), series: [line('mean', 'mean', 0), line('least', 'low', 1), line('most', 'high', 2)],
      numbers: [[['Keys', true], ['Least', true], ['Mean', true], ['Most', true]],
        groups.map((group) => [`${whole(group.least)} to ${whole(group.most)}`, digits(group.low, 2), digits(group.mean, 2), digits(group.high, 2)])],
    });
  }
  function throughputPlot(tables) {
    const { seconds, nodes, counted: ended } = Figures.throughput(tables);
    if (ended === 0) return el('figure', {}, el('h3', {}, 'Throughput'), el('p', {}, 'The results do not say when a table ended.'));
    return figure({
      title: 'Throughput', says: `Tables a second over the time of the run, on ${counted(nodes.length, 'node')}.`, x: 'seconds', y: 'tables a second', xs: seconds,
      series: nodes.map(({ node, rates }, at) => ({ name: `node ${node}`, values: rates, ...look(at) })),
      numbers: [[['Seconds', true], ...nodes.map(({ node }) => [`Node ${node}`, true])], seconds.map((second, at) => [digits(second, 2), ...nodes.map(({ rates }) => digits(rates[at], 1))])],
    });
  }
  function bar(share) {
    const drawn = el('div', { class: 'bar', 'aria-hidden': 'true' });
    drawn.style.width = `${100 * share}%`;
    return drawn;
  }
  function phaseTable(tables) {
    return table('The time of all solvers together, by what they did', [['Phase'], ['Time', true], ['Share', true], ['']].map(([name, number]) => [name || 'Drawn', number]),
      Figures.phases(tables).map((part) => [part.name, duration(part.microseconds), percent(part.share), bar(part.share)]));
  }

  const tableColumns = [
    { member: 'keysPath', name: 'Keys file' }, { member: 'status', name: 'Status' }, { member: 'keyCount', name: 'Keys', number: true, show: whole },
    { member: 'layout', name: 'Layout' }, { member: 'hashFunction', name: 'Hash' }, { member: 'attempts', name: 'Attempts', number: true, show: whole },
    { member: 'tableBytes', name: 'Bytes', number: true, show: whole }, { member: 'bytesPerKey', name: 'Bytes a key', number: true, show: (value) => digits(value, 2) },
    { member: 'solveMicroseconds', name: 'Solved in', number: true, show: duration }, { member: 'node', name: 'Node', number: true },
    { member: 'endedMilliseconds', name: 'Ended', number: true, show: (value) => duration(1000 * value) }, { member: 'error', name: 'Reason' },
  ];

  function bulk(run) {
    const tables = run.tables;
    for (const one of tables) if (one.keyCount > 0) one.bytesPerKey = one.tableBytes / one.keyCount;
    const seconds = run.elapsedMilliseconds / 1000, failed = Figures.failed(tables), mostTold = 200;
    document.getElementById('title').textContent = 'PerfectHash bulk run';
    document.getElementById('subtitle').textContent = `${run.keysDirectory} → ${run.outputDirectory}`;
    page.append(
      section('Totals', totals([['Created', whole(run.created)], ['Skipped', whole(run.skipped)], ['Failed', whole(run.failed)], ['Without functions', whole(run.withoutFunctions)],
        ['Keys', whole(run.keys)], ['Table data', bytes(run.tableBytes)], ['Bytes a key', run.keys ? digits(run.tableBytes / run.keys, 2) : '–'], ['Attempts', whole(run.attempts)],
        ['Time', duration(1000 * run.elapsedMilliseconds)], ['Tables a second', seconds ? digits(run.created / seconds, 1) : '–']]),
      ...(run.options.length ? [el('p', {}, 'Options:'), el('ul', { class: 'options' }, ...run.options.map((option) => el('li', {}, el('code', {}, option))))] : [])),
      section('Figures', el('div', { class: 'plots' }, sizePlot(tables), attemptPlot(tables), bytesPlot(tables), throughputPlot(tables))),
      section('Time by phase', phaseTable(tables)),
      section('Slowest tables', table('The tables that took longest to solve', [['Keys file'], ['Keys', true], ['Layout'], ['Attempts', true], ['Solved in', true], ['Nanoseconds a key', true]],
        Figures.slowest(tables, 20).map((one) => [one.keysPath, whole(one.keyCount), one.layout, whole(one.attempts), duration(one.solveMicroseconds),
          one.keyCount ? digits(1000 * one.solveMicroseconds / one.keyCount, 1) : '–']))),
      section('Files without a table', failed.length === 0 ? el('p', {}, 'Every keys file has its table.') : el('div', {},
        el('p', {}, failed.length > mostTold ? `The first ${whole(mostTold)} of ${counted(failed.length, 'file')}; the table below has all of them.` : `${counted(failed.length, 'file')} gave no table.`),
        table('Files without a table', [['Keys file'], ['Status'], ['Code'], ['Reason']], failed.slice(0, mostTold).map((one) => [one.keysPath, one.status, one.errorCode, one.error])))),
      section('All keys files', browser('All keys files of the run; a button in a column sorts by it', tables, tableColumns.filter(({ member }) => tables.some((one) => one[member] !== undefined)),
        [{ member: 'status', name: 'Status' }, { member: 'layout', name: 'Layout' }])));
  }

  /* ---- a table ---- */

  const mapColumns = 64;

  /* A square of a map: empty is hollow, in use is full, and hot has a cross besides. */
  function drawPart(context, kind, x, y, size) {
    context.fillStyle = colour(kind === 'hot' ? 'second' : 'first');
    context.strokeStyle = colour('soft');
    if (kind === 'empty') {
      context.strokeRect(x + 0.5, y + 0.5, size - 2, size - 2);
      return;
    }
    context.fillRect(x, y, size - 1, size - 1);
    if (kind !== 'hot') return;
    context.strokeStyle = colour('back');
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + size - 1, y + size - 1);
    context.moveTo(x + size - 1, y);
    context.lineTo(x, y + size - 1);
    context.stroke();
  }
  function drawMap({ canvas, all }) {
    const columns = Math.min(mapColumns, all.length), size = all.length > mapColumns ? 12 : 16;
    canvas.width = columns * size;
    canvas.height = Math.ceil(all.length / columns) * size;
    const context = canvas.getContext('2d');
    all.forEach((part, at) => drawPart(context, part.kind, (at % columns) * size, Math.floor(at / columns) * size, size));
  }
  function mapLegend() {
    const canvas = (kind) => {
      const drawn = el('canvas', { width: 16, height: 16, 'aria-hidden': 'true' });
      maps.push({ canvas: drawn, all: [{ kind }] });
      return drawn;
    };
    return el('ul', { class: 'legend' }, el('li', {}, canvas('empty'), ' empty'), el('li', {}, canvas('used'), ' in use'), el('li', {}, canvas('hot'), ' hot: nine tenths of the fullest line, or more'));
  }
  function map(title, says, all, slotsInLine) {
    const count = (kind) => all.filter((part) => part.kind === kind).length;
    const told = `${says} ${counted(count('empty'), 'square')} ${count('empty') === 1 ? 'is' : 'are'} empty, ${whole(count('used'))} in use and ${whole(count('hot'))} hot.`;
    const canvas = el('canvas', { class: 'map', role: 'img', 'aria-label': `${title}. ${told}` });
    maps.push({ canvas, all });
    const counts = Figures.fullness(all, slotsInLine);
    return el('figure', {}, el('figcaption', {}, el('h3', {}, title), el('p', {}, told)), el('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': title }, canvas), mapLegend(),
      el('details', {}, el('summary', {}, 'Numbers'), table(title, [['Slots in the fullest line', true], ['Squares', true]], counts.map((number, at) => [whole(at), whole(number)]))));
  }
  function coverage(drawing) {
    if (drawing.parts === undefined) return el('p', {}, 'The keys are not in the table, so the page can\'t show where they lie.');
    const all = Figures.parts(drawing), each = drawing.linesEach;
    const line = `Each square is ${each === 1 ? 'a cache line of 64 bytes' : `${counted(each, 'cache line')} of 64 bytes`}, and ${each === 1 ? 'a row of squares is a page of 4 KiB' : `a row of squares is ${bytes(64 * each * mapColumns)}`}.`;
    const figures = [map('Cache lines', line, all, drawing.slotsInLine)];
    if (each < 64 && drawing.lines > 64) figures.push(map('Pages', 'Each square is a page of 4 KiB.', Figures.parts(drawing, 64 / each), drawing.slotsInLine));
    return el('div', { class: 'maps' }, ...figures);
  }
  /* The kind of coverage that the words ask for. */
  function kindOf(words) {
    const at = words.findIndex((word) => /^--BestCoverageType(=|$)/i.test(word));
    return at < 0 ? 'HighestNumberOfEmptyCacheLines' : words[at].split('=')[1] ?? words[at + 1] ?? '';
  }
  function search(better, made, words) {
    if (better.length === 0) return el('p', {}, 'The table is the first that an attempt gave: --FindBestGraph searches for a better one.');
    const kind = kindOf(words), last = better[better.length - 1];
    const xs = better.map((one) => one.attempt), values = better.map((one) => one.figure);
    const order = xs.map((_, at) => at).sort((a, b) => xs[a] - xs[b]);
    return figure({
      title: kind, says: `Of ${counted(made, 'attempt')}, ${whole(better.length)} gave a better graph than all before; the table has the one of attempt ${whole(last.attempt)}, with ${whole(last.figure)}.`,
      x: 'attempt', y: 'figure', xs: order.map((at) => xs[at]), points: true,
      least: Math.floor(Math.min(...values) * 0.98), series: [{ name: 'better graphs', values: order.map((at) => values[at]), ...look(0) }],
      numbers: [[['Attempt', true], ['Figure', true]], better.map((one) => [whole(one.attempt), whole(one.figure)])],
    });
  }
  function one({ table: made, drawing, words }) {
    const p = Figures.probability({ layout: made.layout, tableResizes: made.resizes, keyCount: made.keys, hashFunction: made.hashFunction });
    const isText = made.keyType === 'Text';
    document.getElementById('title').textContent = `PerfectHash table ${made.name}`;
    document.getElementById('subtitle').textContent = made.outputDirectory;
    page.append(
      section('Totals', totals([['Keys', whole(made.keys)], ['Kind of keys', isText ? 'Text' : `${8 * made.keySizeInBytes} bits`], ['Layout', made.layout], ...(isText ? [] : [['Hash function', made.hashFunction]]),
        ['Table data', bytes(made.tableBytes)], ['Bytes a key', digits(made.tableBytes / made.keys, 2)], ['Solved in', duration(made.microseconds)],
        ...(isText ? [] : [['Attempts', whole(made.attempts)], ['Attempts by theory', p > 0 ? digits(1 / p, 2) : '–'], ['Resizes', whole(made.resizes)]]),
        ...(made.usedCacheLines === undefined ? [] : [['Empty cache lines', whole(made.emptyCacheLines)], ['Empty pages', whole(made.emptyPages)]])]),
      el('p', {}, 'Command:'), el('ul', { class: 'options' }, ...words.map((word) => el('li', {}, el('code', {}, word))))),
      section('Where the keys lie', coverage(drawing)),
      section('Search for the best graph', search(drawing.better, made.attemptsMade ?? made.attempts, words)),
      ...(made.attemptsMade === undefined ? [] : [section('Time by phase', phaseTable([made]))]),
      ...(made.files.length === 0 ? [] : [section('Files', el('ul', { class: 'options' }, ...made.files.map((file) => el('li', {}, file))))]));
  }

  if (report.kind === 'bulk') bulk(report.run);
  else one(report);
  document.title = document.getElementById('title').textContent;
  document.getElementById('made').textContent = `Made by PerfectHash ${report.version}.`;
  drawAll();
  document.documentElement.setAttribute('data-ready', 'true');
})();
