// browser.mjs FOLDER: opens the folder's pages in Chromium and tries what a reader does. Prints how long the page of 20,000 tables takes to open.
import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
const folder = process.argv[2], require = createRequire(`${folder}/`);
const puppeteer = require('puppeteer-core'), axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const browser = await puppeteer.launch({ executablePath: '/usr/bin/chromium', headless: true, args: ['--no-sandbox', '--disable-gpu'] });
let checks = 0;
const check = (holds, text) => {
  checks++;
  assert(holds, text);
};

// Opens a page; whatever it logs, asks for or throws is a failure.
async function open(name, scheme = 'light', width = 1200) {
  const page = await browser.newPage(), complaints = [];
  page.on('console', (message) => complaints.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`) && dialog.dismiss());
  page.on('request', (request) => request.url() === `file://${folder}/${name}` || complaints.push(`request: ${request.url()}`));
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  const start = performance.now();
  await page.goto(`file://${folder}/${name}`);
  await page.waitForSelector('html[data-ready=true]', { timeout: 60000 });
  return { page, complaints, seconds: (performance.now() - start) / 1000 };
}
async function close({ page, complaints }) {
  check(complaints.length === 0, complaints.join('\n'));
  await page.close();
}

// Has the page boxes that are all there, side by side, and drawings that are not empty?
const structure = (page) => page.evaluate(() => {
  const box = (element) => element.getBoundingClientRect();
  const boxes = [...document.querySelectorAll('header, section, footer')].map(box), figures = [...document.querySelectorAll('figure, .totals div')].map(box);
  const apart = (a, b) => a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
  const isDrawn = (canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height), colours = new Set();
    for (let at = 0; at < data.length; at += 4) colours.add(`${data[at]},${data[at + 1]},${data[at + 2]},${data[at + 3]}`);
    return colours.size > 1;
  };
  const canvases = [...document.querySelectorAll('canvas')];
  return {
    sections: boxes.length, empty: [...boxes, ...figures].filter((one) => one.width < 20 || one.height < 20).length,
    overlaps: [boxes, figures].flatMap((all) => all.flatMap((a, i) => all.slice(i + 1).filter((b) => !apart(a, b)))).length,
    canvases: canvases.length, blank: canvases.filter((canvas) => !isDrawn(canvas)).length, tooWide: document.documentElement.scrollWidth > innerWidth,
  };
});
async function isSound(page, canvases, what) {
  const found = await structure(page);
  check(found.canvases === canvases && found.blank === 0 && found.empty === 0 && found.overlaps === 0 && !found.tooWide, `${what}: ${JSON.stringify(found)}`);
}
async function isAccessible(page, what) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run());
  check(violations.length === 0, `${what}: ${JSON.stringify(violations.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => [html.slice(0, 200), failureSummary])]), null, 1)}`);
}
const text = (page, selector) => page.$eval(selector, (element) => element.textContent);
const column = (page, at) => page.$$eval(`#tables tbody tr > :nth-child(${at})`, (cells) => cells.map((cell) => cell.textContent));
const numbers = (cells) => cells.filter((cell) => cell !== '').map((cell) => Number(cell.replace(/,/g, '')));
const isSorted = (list, down) => list.every((number, at) => at === 0 || (down ? list[at - 1] >= number : list[at - 1] <= number));

// ---- a bulk run ----
for (const scheme of ['light', 'dark']) {
  const opened = await open('bulk.html', scheme), { page } = opened;
  await isSound(page, 4, scheme);
  await isAccessible(page, scheme);
  await page.screenshot({ path: `${folder}/bulk-${scheme}.png` });
  await close(opened);
}
{
  const opened = await open('bulk.html'), { page } = opened;
  check((await page.$$('img, iframe, b')).length === 0, 'a name has become an element');
  check((await text(page, '#page')).includes('</script><img src=x onerror=alert(2)>'), 'the text of an option is not there');
  check((await text(page, '#tables')).includes('<img src=x onerror=alert(1)>.txt'), 'the name of a file is not there');

  // Sorting, by the mouse and by the keyboard.
  const heads = await page.$$eval('#tables thead th', (cells) => cells.map((cell) => cell.textContent)), at = heads.indexOf('Keys') + 1;
  const head = `#tables thead th:nth-child(${at})`, sort = () => page.$eval(head, (cell) => cell.getAttribute('aria-sort'));
  check((await sort()) === 'none', 'the table says that it is sorted');
  await page.click(`${head} button`);
  check((await sort()) === 'descending' && isSorted(numbers(await column(page, at)), true), 'a click does not sort');
  await page.focus(`${head} button`);
  await page.keyboard.press('Enter');
  check((await sort()) === 'ascending' && isSorted(numbers(await column(page, at)), false), 'Enter does not sort');
  check((await page.$$('#tables th[aria-sort=ascending], #tables th[aria-sort=descending]')).length === 1, 'two columns say that they are sorted');

  // Pages and filters.
  check((await text(page, '[role=status]')) === 'Rows 1 to 100 of 253.', await text(page, '[role=status]'));
  const next = await page.$('::-p-text(Next page)');
  await next.click();
  check((await text(page, '[role=status]')) === 'Rows 101 to 200 of 253.', 'no next page');
  await page.type('#search', 'SET 25');
  check((await text(page, '[role=status]')) === 'Rows 1 to 11 of 11, chosen from 253.', await text(page, '[role=status]'));
  await page.$eval('#search', (input) => { input.value = ''; });
  await page.select('#choose-status', 'Failed');
  check((await column(page, 1)).length === 2, 'the list does not filter');
  await page.type('#search', 'nothing has this');
  check((await text(page, '[role=status]')) === 'No row has these words.', 'an empty table does not say so');
  await isAccessible(page, 'an empty table');

  // The theme, a narrow window and paper.
  const back = () => page.$eval('body', (body) => getComputedStyle(body).backgroundColor), system = await back();
  await page.click('#theme');
  check((await back()) === system, 'light is not light');
  await page.click('#theme');
  check((await back()) !== system && (await text(page, '#theme')) === 'Theme: dark', 'dark is not dark');
  await isSound(page, 4, 'dark by the button');
  await page.setViewport({ width: 420, height: 800 });
  await page.waitForFunction(() => [...document.querySelectorAll('canvas')].every((canvas) => canvas.getBoundingClientRect().width < 420));
  await isSound(page, 4, 'a narrow window');
  await page.pdf({ path: `${folder}/bulk.pdf`, format: 'A4' });
  check(statSync(`${folder}/bulk.pdf`).size > 20000, 'no paper');
  await page.emulateMediaType('print');
  check(await page.$eval('.controls', (element) => getComputedStyle(element).display === 'none'), 'paper shows buttons');
  await close(opened);
}

// ---- a large run: the results of the same page, many times ----
{
  const html = readFileSync(`${folder}/bulk.html`, 'utf8'), begin = html.indexOf('id="data">') + 10, end = html.indexOf('</script', begin);
  const data = JSON.parse(html.slice(begin, end)), tables = data.run.tables, most = 20000;
  data.run.tables = Array.from({ length: most }, (_, at) => ({ ...tables[at % tables.length], keysPath: `${at} ${tables[at % tables.length].keysPath}`, endedMilliseconds: at }));
  writeFileSync(`${folder}/large.html`, html.slice(0, begin) + JSON.stringify(data).replace(/[<>&]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`) + html.slice(end));
  const opened = await open('large.html'), { page } = opened;
  console.log(`${most} tables open in ${opened.seconds.toFixed(2)} s`);
  check(opened.seconds < 30, 'the page of 20,000 tables takes half a minute');
  check((await text(page, '[role=status]')) === 'Rows 1 to 100 of 20,000.', await text(page, '[role=status]'));
  const start = performance.now();
  await page.click('#tables thead th:nth-child(3) button');
  console.log(`and are sorted in ${((performance.now() - start) / 1000).toFixed(2)} s`);
  check(isSorted(numbers(await column(page, 3)), true), 'many rows are not sorted');
  await isSound(page, 4, 'many tables');
  await close(opened);
}
// ---- one table: its cache lines and the search for the best graph; and one that can't show where its keys lie ----
for (const [name, canvases] of [['table.html', 9], ['small.html', 4], ['words.html', 0]])
  for (const scheme of ['light', 'dark']) {
    const opened = await open(name, scheme), { page } = opened;
    await isSound(page, canvases, `${name}, ${scheme}`);
    await isAccessible(page, `${name}, ${scheme}`);
    await page.screenshot({ path: `${folder}/${name.replace('.html', '')}-${scheme}.png` });
    await close(opened);
  }
await browser.close();
console.log(`${checks} checks`);
