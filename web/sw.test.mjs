import test, { beforeEach } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import vm from 'node:vm';

const source = readFileSync(new URL('sw.js', import.meta.url), 'utf8');
const ORIGIN = 'https://portal.example';
let stores, fetched, online;

// A Cache Storage of the calls that the worker uses, in order of creation.
const urlOf = r => new URL(typeof r === 'string' ? r : r.url, ORIGIN).href;
class FakeCache {
  map = new Map();
  async match(r) { return this.map.get(urlOf(r))?.clone(); }
  async put(r, response) { this.map.set(urlOf(r), response); }
  async keys() { return [...this.map.keys()].map(url => ({ url })); }
  async delete(r) { return this.map.delete(urlOf(r)); }
}
const caches = {
  async open(name) { if (!stores.has(name)) stores.set(name, new FakeCache()); return stores.get(name); },
  async match(r) { for (const c of stores.values()) { const hit = await c.match(r); if (hit) return hit; } },
  async keys() { return [...stores.keys()]; },
  async delete(name) { return stores.delete(name); },
};

function worker(build, precache = ['/shell', '/web/app.0123456789ab.wasm'], run = async () => ({ why: '' })) {
  const on = {}, told = [];
  const self = {
    caches, URL, Response, RegExp, Promise, Error, Date, Set, location: { origin: ORIGIN },
    addEventListener: (name, f) => { on[name] = f; },
    importScripts: url => { told.push('import ' + url); },
    skipWaiting: () => told.push('skipWaiting'),
    clients: { claim: async () => told.push('claim') },
    outboxRun: run,
    fetch: async r => {
      fetched.push(new URL(urlOf(r)).pathname);
      if (!online) throw new TypeError('failed to fetch');
      const path = new URL(urlOf(r)).pathname;
      return new Response(path === '/shell' && self.shell || 'net ' + build + ' ' + path, { status: self.status ?? 200 });
    },
  };
  self.self = self;
  vm.runInNewContext(source.replace('{{BUILD}}', build).replace('{{PRECACHE}}', JSON.stringify(precache)).replace('{{OUTBOX}}', '/web/outbox.aaaaaaaaaaaa.js'), self);
  const wait = async (name, event = {}) => { const all = []; on[name]({ ...event, waitUntil: p => all.push(p) }); await Promise.all(all); };
  // get answers the text of the response, or undefined when the worker lets the browser do it.
  const get = async (path, mode = 'no-cors', method = 'GET') => {
    let answer;
    const behind = [];
    on.fetch({ request: { url: new URL(path, ORIGIN).href, mode, method }, respondWith: p => { answer = p; }, waitUntil: p => behind.push(p) });
    const text = answer && await (await answer).text();
    await Promise.all(behind);
    return text;
  };
  return { self, told, wait, get };
}

beforeEach(() => { stores = new Map(); fetched = []; online = true; });

test('installs without taking over, and starts any app route from the shell, offline too', async () => {
  const w = worker('b1');
  await w.wait('install');
  assert.ok(!w.told.includes('skipWaiting'));
  online = false;
  for (const path of ['/', '/parc', '/parc/0199/compteurs?x=1']) assert.equal(await w.get(path, 'navigate'), 'net b1 /shell');
  assert.equal(await w.get('/web/app.0123456789ab.wasm'), 'net b1 /web/app.0123456789ab.wasm');
});

test('never answers for data, server pages, posts and other origins', async () => {
  const w = worker('b1');
  await w.wait('install');
  for (const path of ['/api/asset.sync', '/api/upload/1', '/connexion', '/deconnexion', '/mot-de-passe-oublie', '/reinitialiser/abc', '/invitation/abc', '/_gallery', 'https://elsewhere.example/']) {
    assert.equal(await w.get(path, 'navigate'), undefined, path);
    assert.equal(await w.get(path), undefined, path);
  }
  assert.equal(await w.get('/parc', 'navigate', 'POST'), undefined);
  assert.equal(await w.get('/img/ab.png', 'navigate'), undefined, 'a picture opened by itself');
  assert.ok(![...stores.values()].some(c => [...c.map.keys()].some(u => u.includes('/api/'))));
});

test('an install that fails leaves the running version alone', async () => {
  const w = worker('b1');
  w.self.status = 500;
  await assert.rejects(w.wait('install'));
});

test('an update copies unchanged hashed files and fetches the shell', async () => {
  await worker('b1').wait('install');
  fetched = [];
  const w2 = worker('b2', ['/shell', '/web/app.0123456789ab.wasm', '/web/boot.bbbbbbbbbbbb.js']);
  await w2.wait('install');
  assert.deepEqual(fetched.sort(), ['/shell', '/web/boot.bbbbbbbbbbbb.js']);
});

test('activate keeps the running and the previous version, and the images', async () => {
  await caches.open('images');
  for (const build of ['b1', 'b2', 'b3']) { const w = worker(build); await w.wait('install'); await w.wait('activate'); }
  assert.deepEqual([...stores.keys()], ['images', 'comptoir-b2', 'comptoir-b3']);
});

test('the new version\'s shell is used once it runs', async () => {
  await worker('b1').wait('install');
  const w2 = worker('b2');
  await w2.wait('install');
  assert.equal(await w2.get('/parc', 'navigate'), 'net b2 /shell');
});

test('brand, sentences and pictures: at once from the cache, refreshed behind', async () => {
  for (const path of ['/theme.css', '/brand/logo.svg', '/favicon.ico', '/img/abc']) {
    assert.equal(await worker('b1').get(path), 'net b1 ' + path);
    assert.equal(await worker('b2').get(path), 'net b1 ' + path, 'stale');
    online = false;
    assert.equal(await worker('b3').get(path), 'net b2 ' + path, 'offline: the last one');
    online = true;
  }
});

test('a picture that was never here does not look broken without network', async () => {
  online = false;
  const got = await worker('b1').get('/img/never');
  online = true;
  assert.match(got, /^<svg /);
});

const dressed = (build, logo) => `<meta name="comptoir-build" content="${build}"><link href="/theme.css"><img src="/brand/${logo}.svg">`;
test('the first start without network is dressed and has its sentences', async () => {
  const w = worker('b1', ['/shell', '/i18n/fr.0123456789ab.json']);
  w.self.shell = dressed('b1', 'logo');
  await w.wait('install');
  online = false;
  for (const path of ['/theme.css', '/brand/logo.svg', '/i18n/fr.0123456789ab.json']) assert.equal(await w.get(path), 'net b1 ' + path);
});

test('a new brand reaches the shell behind a start; the shell of a newer build does not', async () => {
  for (const [build, want] of [['b1', 'new'], ['b2', 'old']]) {
    stores = new Map();
    const w = worker('b1', ['/shell']);
    w.self.shell = dressed('b1', 'old');
    await w.wait('install');
    w.self.shell = dressed(build, 'new');
    assert.equal(await w.get('/', 'navigate'), dressed('b1', 'old'), 'the start does not wait');
    assert.equal(await w.get('/', 'navigate'), dressed('b1', want));
  }
});

test('an answer that is an error is not kept', async () => {
  const w = worker('b1');
  w.self.status = 404;
  await w.get('/img/abc');
  w.self.status = 200;
  assert.equal((await caches.open('images').then(c => c.keys())).length, 0);
});

test('pictures are capped, and gone after sign-out; the brand stays', async () => {
  const w = worker('b1');
  await w.get('/theme.css');
  for (let i = 0; i < 405; i++) await w.get('/img/' + i);
  assert.equal((await stores.get('images').keys()).length, 400);
  await w.wait('message', { data: 'logout' });
  assert.deepEqual([...stores.keys()], ['brand']);
});

test('takes over only when asked', async () => {
  const w = worker('b1');
  await w.wait('message', { data: 'skip-waiting' });
  assert.ok(w.told.includes('skipWaiting'));
});

for (const [why, again] of [['', false], ['signed_out', false], ['network', true], ['foreign', true]]) {
  test('Background Sync after "' + why + '" ' + (again ? 'is tried again' : 'is over'), async () => {
    let ran = 0;
    const w = worker('b1', [], async () => { ran++; return { why }; });
    await (again ? assert.rejects(w.wait('sync', { tag: 'outbox' })) : w.wait('sync', { tag: 'outbox' }));
    await w.wait('sync', { tag: 'other' });
    assert.equal(ran, 1);
  });
}
