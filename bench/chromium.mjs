// Chromium over the DevTools protocol, without packages; node needs --experimental-websocket.
import { spawn } from 'node:child_process';

/** A window with a profile of its own: `call` sends a command, `once` waits for an event, `run` evaluates in the page, `close` ends it. */
export async function open(profile) {
  const browser = spawn('/usr/bin/chromium', ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--window-size=1440,1000', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const endpoint = await new Promise((found, lost) => {
    let said = '';
    browser.stderr.on('data', data => { said += data; const m = said.match(/ws:\/\/\S+/); if (m) found(m[0]); });
    browser.on('exit', () => lost(new Error(said)));
  });
  const origin = endpoint.replace('ws:', 'http:').replace(/\/devtools.*/, '');
  const target = (await (await fetch(`${origin}/json`)).json()).find(t => t.type === 'page');
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise(opened => { socket.onopen = opened; });
  let id = 0;
  const waiting = new Map();
  const listening = new Map();
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.id) { waiting.get(message.id)?.(message); waiting.delete(message.id); return; }
    listening.get(message.method)?.(message.params);
    listening.delete(message.method);
  };
  const call = (method, params = {}) => new Promise((answer, fail) => {
    waiting.set(++id, m => (m.error ? fail(new Error(`${method}: ${m.error.message}`)) : answer(m.result)));
    socket.send(JSON.stringify({ id, method, params }));
  });
  const once = event => new Promise(seen => listening.set(event, seen));
  const run = async expression => {
    const { result, exceptionDetails } = await call('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  await call('Page.enable');
  return { call, once, run, close: () => browser.kill() };
}
