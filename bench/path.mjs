// A new user's path through a running hub with the sample city, and the resource page in the browser, timed by the page's own clock:
// node --experimental-websocket bench/path.mjs URL USER PASSWORD
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from './chromium.mjs';

const [origin, user, password] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'cityhub-path-'));
const window = await open(join(folder, 'profile'));
const COMPLETE = `document.readyState === 'complete' && document.querySelectorAll('h1').length === 1 && !document.querySelector('main .loading')`;

/** Does something and waits until the page holds what is expected; prints what it took. */
async function step(name, act, holds) {
  const begun = performance.now();
  await act();
  for (let now = false; !now;) {
    if (performance.now() - begun > 60_000) throw new Error(`${name}: not within a minute; ${await window.run('location.href')}`);
    try { now = await window.run(holds); } catch { /* between two pages */ }
    if (!now) await new Promise(r => setTimeout(r, 10));
  }
  const took = performance.now() - begun;
  if (name) console.log(`${name}: ${(took / 1000).toFixed(2)} s`);
  return took;
}

const go = path => () => window.call('Page.navigate', { url: origin + path });
const at = path => `location.pathname.startsWith('${path}') && ${COMPLETE}`;
const click = selector => () => window.run(`document.querySelector(${JSON.stringify(selector)}).click()`);
const says = text => `document.querySelector('main').textContent.includes('${text}')`;
const fill = (label, text) => window.run(`(() => {
  const field = [...document.querySelectorAll('label')].find(l => l.textContent.trim().startsWith('${label}')).querySelector('input, textarea');
  field.focus(); field.value = '${text}'; field.dispatchEvent(new Event('change', { bubbles: true }));
})()`);

// A citizen: the portal, a search by two characters, the first data set found.
let all = 0;
all += await step('portal', go('/'), at('/'));
all += await step('search for 医院', go('/datasets?q=' + encodeURIComponent('医院')), at('/datasets'));
all += await step('the first that is found', click('main h2 a, main h3 a'), at('/datasets/'));
console.log(`citizen, from the first page to a data set: ${(all / 1000).toFixed(2)} s`);

// An official: signs in, gives a table, registers, publishes and gathers it with one button, and sees its page.
const rows = Array.from({ length: 300 }, (_, i) => `P${String(i).padStart(3, '0')},公园${i},${500101 + (i % 9)},${100 + i * 7},2025-0${1 + (i % 9)}-1${i % 9}`);
const file = join(folder, `公园游客${process.pid}.csv`);
writeFileSync(file, '公园编号,公园名称,区县代码,游客数,日期\n' + rows.join('\n') + '\n');
all = await step('sign-in page', go('/sign-in'), at('/sign-in'));
all += await step('signed in, the desk', async () => {
  await window.run(`document.querySelector('#user').value = '${user}'; document.querySelector('#password').value = '${password}'`);
  await click('form:has(#password) button[type=submit]')();
}, at('/console'));
all += await step('page for a new table', go('/console/gathering/new'), `${at('/console/gathering/new')} && !!document.querySelector('input[type=file]')`);
await new Promise(r => setTimeout(r, 1000)); // the page comes to life
all += await step('300 rows read, a resource proposed', async () => {
  const { root } = await window.call('DOM.getDocument');
  const { nodeId } = await window.call('DOM.querySelector', { nodeId: root.nodeId, selector: 'input[type=file]' });
  await window.call('DOM.setFileInputFiles', { nodeId, files: [file] });
}, `document.querySelector('h1')?.textContent.includes('可以成为一个资源')`);
await fill('主题', '公共服务');
await fill('摘要', '各公园每日游客数');
await new Promise(r => setTimeout(r, 500));
all += await step('registered, published and gathered', () => window.run(`[...document.querySelectorAll('button')].find(b => b.textContent.includes('登记、发布并汇聚')).click()`), says('已完成'));
console.log(`official, from the sign-in to rows that are there: ${(all / 1000).toFixed(2)} s of the program, apart from reading and typing`);

// The resource page, again and again: complete is when nothing on it is still being read and its picture is drawn.
const { items } = JSON.parse(await window.run(`fetch('/api/v1/catalogue?q=' + encodeURIComponent('常住人口基本信息')).then(r => r.text())`));
const resource = `/console/resources/${items[0].code.replace('/', '-')}`;
const times = [];
for (let round = 0; round < 10; round++) {
  await step('', go('/console/standards'), at('/console/standards'));
  times.push(await step('', go(resource), `${at(resource)} && !!document.querySelector('main canvas, main [_echarts_instance_] svg')`));
}
times.shift();
times.sort((a, b) => a - b);
console.log(`resource page complete, 9 times: median ${times[4].toFixed(0)} ms, slowest ${times[8].toFixed(0)} ms`);
window.close();
