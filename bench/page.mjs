// First page in Chromium with a cold cache, over the DevTools protocol (no packages): node --experimental-websocket bench/page.mjs URL PROFILE
import { spawn } from 'node:child_process';

const [url, profile] = process.argv.slice(2);
const browser = spawn('/usr/bin/chromium', ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
const endpoint = await new Promise((found, lost) => {
  let said = '';
  browser.stderr.on('data', data => { said += data; const m = said.match(/ws:\/\/\S+/); if (m) found(m[0]); });
  browser.on('exit', () => lost(new Error(said)));
});
const origin = endpoint.replace('ws:', 'http:').replace(/\/devtools.*/, '');
const target = (await (await fetch(`${origin}/json`)).json()).find(t => t.type === 'page');
const socket = new WebSocket(target.webSocketDebuggerUrl);
await new Promise(open => { socket.onopen = open; });
let id = 0;
const waiting = new Map();
let loaded;
socket.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  if (message.id) waiting.get(message.id)?.(message.result);
  else if (message.method === 'Page.loadEventFired') loaded?.();
};
const call = (method, params = {}) => new Promise(answer => { waiting.set(++id, answer); socket.send(JSON.stringify({ id, method, params })); });
await call('Page.enable');
const done = new Promise(resolve => { loaded = resolve; });
await call('Page.navigate', { url });
await done;
const { result } = await call('Runtime.evaluate', {
  expression: `(() => { const n = performance.getEntriesByType('navigation')[0];
    const p = performance.getEntriesByType('paint').find(e => e.name === 'first-contentful-paint');
    return JSON.stringify({ paint: Math.round(p?.startTime ?? -1), load: Math.round(n.loadEventStart) }); })()`,
});
console.log(`${new URL(url).pathname} in Chromium, ms: ${result.value}`);
browser.kill();
