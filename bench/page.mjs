// First page in Chromium with a cold cache: node --experimental-websocket bench/page.mjs URL PROFILE
import { open } from './chromium.mjs';

const [url, profile] = process.argv.slice(2);
const window = await open(profile);
const done = window.once('Page.loadEventFired');
await window.call('Page.navigate', { url });
await done;
const figures = await window.run(`(() => { const n = performance.getEntriesByType('navigation')[0];
  const p = performance.getEntriesByType('paint').find(e => e.name === 'first-contentful-paint');
  return JSON.stringify({ paint: Math.round(p?.startTime ?? -1), load: Math.round(n.loadEventStart) }); })()`);
console.log(`${new URL(url).pathname} in Chromium, ms: ${figures}`);
window.close();
