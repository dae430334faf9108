// Tokens for an application in its own name, a second: node bench/tokens.mjs URL ADMIN PASSWORD [CLIENTS] [SECONDS]
// Assertions (private_key_jwt, ES256) are signed before the clock starts: a bench of the hub, not of this script.
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { Agent, request } from 'node:http';

const [origin, user, password, clients = '16', seconds = '10'] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: Number(clients) });
const send = (path, body, headers) => new Promise((done, failed) => request(origin + path, { method: 'POST', agent, headers: { ...headers, 'Content-Length': Buffer.byteLength(body) } }, answer => {
  let text = '';
  answer.on('data', part => { text += part; }).on('end', () => done({ status: answer.statusCode, text, cookie: answer.headers['set-cookie']?.[0].split(';')[0] }));
}).on('error', failed).end(body));

const json = { 'Content-Type': 'application/json' };
const { cookie } = await send('/api/v1/session', JSON.stringify({ userName: user, password }), json);
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const run = Date.now().toString(36);
const registered = {};
for (const kind of ['secret', 'keys']) {
  const body = { clientId: `bench-${kind}-${run}`, kind: 'service', organisation: '500000-ga', name: 'bench', purpose: 'bench', role: 'department-reader', ...(kind === 'keys' ? { keys: { keys: [{ ...publicKey.export({ format: 'jwk' }), use: 'sig', kid: 'k' }] } } : {}) };
  const made = await send('/api/v1/applications', JSON.stringify(body), { ...json, Cookie: cookie });
  if (made.status !== 201) throw new Error(made.text);
  registered[kind] = JSON.parse(made.text);
}

const part = value => Buffer.from(JSON.stringify(value)).toString('base64url');
function assertion(clientId) {
  const now = Math.floor(Date.now() / 1000);
  const text = `${part({ alg: 'ES256', kid: 'k', typ: 'client-authentication+jwt' })}.${part({ iss: clientId, sub: clientId, aud: `${new URL(origin).origin}/`, jti: randomUUID(), iat: now, nbf: now, exp: now + 300 })}`;
  return `${text}.${sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
const bodies = {
  secret: () => new URLSearchParams({ grant_type: 'client_credentials', scope: 'hub', client_id: registered.secret.clientId, client_secret: registered.secret.secret }).toString(),
  private_key_jwt: (() => {
    const id = registered.keys.clientId;
    const signed = Array.from({ length: 12_000 }, () => new URLSearchParams({
      grant_type: 'client_credentials', scope: 'hub', client_id: id, client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion(id),
    }).toString());
    let next = 0;
    return () => signed[next++ % signed.length];
  })(),
};

for (const [name, body] of Object.entries(bodies)) {
  for (const [round, length] of [['warm-up', 3], ['1', Number(seconds)], ['2', Number(seconds)], ['3', Number(seconds)]]) {
    const until = performance.now() + length * 1000;
    const times = [];
    await Promise.all(Array.from({ length: Number(clients) }, async () => {
      while (performance.now() < until) {
        const begun = performance.now();
        const answer = await send('/connect/token', body(), form);
        if (answer.status !== 200) throw new Error(answer.text);
        times.push(performance.now() - begun);
      }
    }));
    times.sort((a, b) => a - b);
    if (round !== 'warm-up') console.log(`${name}, ${clients} clients, round ${round}: ${Math.round(times.length / length)} tokens/s, p50 ${times[times.length >> 1].toFixed(1)} ms, p95 ${times[Math.floor(times.length * 0.95)].toFixed(1)} ms`);
  }
}
agent.destroy();
