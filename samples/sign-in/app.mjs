// A department's system that signs people in through the hub: one file, with the npm package openid-client.
//   HUB=http://127.0.0.1:8080 CLIENT_ID=ga-residence CLIENT_SECRET=chs_... PORT=8300 node samples/sign-in/app.mjs
// Register it first (console, Applications): a site with a server, redirect address http://127.0.0.1:8300/back, address after signing out http://127.0.0.1:8300/.
import { createServer } from 'node:http';
import { randomBytes } from 'node:crypto';
import * as oidc from 'openid-client';

const { HUB = 'http://127.0.0.1:8080', CLIENT_ID = 'ga-residence', CLIENT_SECRET, PORT = '8300' } = process.env;
const self = `http://127.0.0.1:${PORT}`;
// Plain HTTP is for a hub on the own machine; elsewhere it speaks TLS and this option goes.
const insecure = HUB.startsWith('http:') ? { execute: [oidc.allowInsecureRequests] } : undefined;
const hub = await oidc.discovery(new URL(HUB), CLIENT_ID, CLIENT_SECRET, undefined, insecure);

const sessions = new Map(); // by the cookie's value: what a real system keeps in its own store
const escaped = text => String(text ?? '').replace(/[&<>"]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);
const html = body => `<!doctype html><html lang="zh"><meta charset="utf-8"><title>居住证办理（示例）</title><h1>居住证办理（示例）</h1>${body}</html>`;

const pages = {
  async '/'(session) {
    if (!session.tokens) return html('<p><a href="/sign-in">用城枢账号登录</a></p>');
    const { claims, posts } = session;
    return html(`<p id="who">${escaped(claims.name)}（${escaped(claims.preferred_username)}）</p>
      <ul>${posts.map(p => `<li>${escaped(p.organisation_name)} ${escaped(p.post)}</li>`).join('')}</ul>
      <p id="renewed">${session.renewed ?? 0}</p><p id="revoked">${escaped(session.revoked ?? '')}</p>
      <p><a href="/renew">更新令牌</a> <a href="/revoke">吊销令牌</a> <a href="/sign-out">退出</a></p>`);
  },

  async '/sign-in'(session) {
    session.verifier = oidc.randomPKCECodeVerifier();
    session.state = oidc.randomState();
    session.nonce = oidc.randomNonce();
    return oidc.buildAuthorizationUrl(hub, {
      redirect_uri: `${self}/back`, scope: 'openid profile posts offline_access', state: session.state, nonce: session.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(session.verifier), code_challenge_method: 'S256',
    });
  },

  async '/back'(session, address) {
    session.tokens = await oidc.authorizationCodeGrant(hub, address, { pkceCodeVerifier: session.verifier, expectedState: session.state, expectedNonce: session.nonce });
    session.claims = session.tokens.claims();
    session.posts = (await oidc.fetchUserInfo(hub, session.tokens.access_token, session.claims.sub)).posts ?? [];
    return new URL(self);
  },

  async '/renew'(session) {
    const renewed = await oidc.refreshTokenGrant(hub, session.tokens.refresh_token);
    if (renewed.refresh_token === session.tokens.refresh_token) throw new Error('the refresh token did not change');
    session.tokens = { ...session.tokens, access_token: renewed.access_token, refresh_token: renewed.refresh_token };
    session.renewed = (session.renewed ?? 0) + 1;
    return new URL(self);
  },

  async '/revoke'(session) {
    await oidc.tokenRevocation(hub, session.tokens.refresh_token);
    session.revoked = await oidc.refreshTokenGrant(hub, session.tokens.refresh_token).then(() => 'still valid', refusal => refusal.error);
    return new URL(self);
  },

  async '/sign-out'(session) {
    const leave = oidc.buildEndSessionUrl(hub, { id_token_hint: session.tokens.id_token, post_logout_redirect_uri: `${self}/` });
    session.tokens = undefined;
    return leave;
  },
};

createServer(async (request, response) => {
  try {
    const address = new URL(request.url, self);
    const known = /(?:^|; )sample=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
    const id = sessions.has(known) ? known : randomBytes(16).toString('base64url');
    if (!sessions.has(id)) sessions.set(id, {});
    const page = pages[address.pathname];
    const answer = page ? await page(sessions.get(id), address) : undefined;
    response.setHeader('Set-Cookie', `sample=${id}; HttpOnly; SameSite=Lax; Path=/`);
    if (answer instanceof URL) response.writeHead(302, { Location: answer.href }).end();
    else response.writeHead(page ? 200 : 404, { 'Content-Type': 'text/html; charset=utf-8' }).end(answer ?? html('<p>没有这个页面</p>'));
  } catch (error) {
    response.writeHead(502, { 'Content-Type': 'text/html; charset=utf-8' }).end(html(`<p id="error">${escaped(error.error ?? error.message)} ${escaped(error.error_description)}</p>`));
  }
}).listen(Number(PORT), '127.0.0.1', () => console.log(`ready ${self}`));
