// Run with: node --test web/ (fake-indexeddb comes from var/node or from the module path).
import test, { beforeEach } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import vm from 'node:vm';

const require = createRequire(new URL('../var/node/', import.meta.url));
const { IDBFactory, IDBKeyRange } = require('fake-indexeddb');
const source = readFileSync(new URL('outbox.js', import.meta.url), 'utf8');

const ME = { account: 'acc', membership: 'mem' };
const JSON_TYPE = { 'Content-Type': 'application/json' };
let factory, calls, heard;

// browser is one page or worker: the sender with its own globals over the shared database.
function browser(answer, { locks, build = 'b2' } = {}) {
  const self = {
    indexedDB: factory, IDBKeyRange, AbortSignal, Headers, Date, Math, Number, Promise, Object, JSON, structuredClone, comptoirBuild: build,
    navigator: { locks },
    BroadcastChannel: class { postMessage(m) { heard.push(m); } close() {} },
    fetch: async (url, init) => {
      calls.push({ url, method: init.method, headers: init.headers, body: init.body });
      const r = await answer(url, init, calls.length);
      if (r instanceof Error) throw r;
      return r;
    },
  };
  self.self = self;
  vm.runInNewContext(source, self);
  return self;
}

const reply = (status, body, headers = JSON_TYPE) => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });
const fault = (status, code, args) => reply(status, { code, key: 'fault.' + code, args });
const receipt = init => reply(200, { receipt: JSON.parse(init.body).id, result: {} });
const entry = (id, more) => ({ id, url: '/api/counter.submit', body: JSON.stringify({ id }), ...ME, build: 'b1', version: 3, at: '2026-03-01T10:00:00Z', kind: 'reading', title: 'C-1', photos: [], state: 'waiting', tries: 0, internalTries: 0, ...more });
const photo = (sha, size, more) => ({ key: 'mem/' + sha, sha256: sha, id: 'up-' + sha, blob: new Blob([new Uint8Array(size)]), size, ...ME, build: 'b1', version: 3, state: 'waiting', ...more });

async function plant(b, { entries = [], blobs = [], session = { id: 'session', ...ME } } = {}) {
  const db = await b.outboxOpen();
  const tx = db.transaction(['entries', 'blobs', 'meta'], 'readwrite');
  for (const e of entries) tx.objectStore('entries').put(e);
  for (const p of blobs) tx.objectStore('blobs').put(p);
  if (session) tx.objectStore('meta').put(session);
  await new Promise((ok, bad) => { tx.oncomplete = ok; tx.onabort = bad; });
  db.close();
}
async function all(b, store) {
  const db = await b.outboxOpen();
  const r = db.transaction(store).objectStore(store).getAll();
  await new Promise(ok => { r.onsuccess = ok; });
  db.close();
  return r.result;
}
const ids = list => list.map(e => e.id);
const posts = () => calls.filter(c => c.method === 'POST').map(c => JSON.parse(c.body).id);

beforeEach(() => { factory = new IDBFactory(); calls = []; heard = []; });

const kept = (name, answer, why) => ({ name, answer, want: { state: 'waiting' }, why });
const parked = (name, answer, code) => ({ name, answer, want: { state: 'parked', code } });
const foreign = 'foreign';
for (const c of [
  kept('no network', () => new TypeError('failed to fetch'), 'network'),
  kept('200 with HTML (captive portal)', () => reply(200, '<html>Welcome</html>', { 'Content-Type': 'text/html' }), foreign),
  kept('200 with HTML called JSON', () => reply(200, '<html>'), foreign),
  kept('200 truncated JSON', () => reply(200, '{"receipt":"e1"'), foreign),
  kept('200 with no receipt', () => reply(200, {}), foreign),
  kept('200 with null', () => reply(200, 'null'), foreign),
  kept('200 wrong receipt', () => reply(200, { receipt: 'e2' }), foreign),
  kept('200 receipt without a content type', () => reply(200, '{"receipt":"e1"}', { 'Content-Type': 'text/plain' }), foreign),
  kept('201 with the receipt', () => reply(201, { receipt: 'e1' }), foreign),
  kept('204', () => new Response(null, { status: 204 }), foreign),
  kept('401', () => fault(401, 'signed_out'), 'signed_out'),
  kept('401 of a proxy', () => reply(401, 'who?', {}), 'signed_out'),
  kept('403 with HTML', () => reply(403, '<html>blocked', { 'Content-Type': 'text/html' }), foreign),
  kept('404 with HTML (bad deploy)', () => reply(404, 'nope', {}), foreign),
  kept('408', () => reply(408, '', {}), foreign),
  kept('425', () => reply(425, '', {}), foreign),
  kept('429 without a wait', () => fault(429, 'too_many'), 'too_many'),
  kept('429 with a wait', () => reply(429, { code: 'too_many' }, { ...JSON_TYPE, 'Retry-After': '7' }), 'busy'),
  kept('500 with HTML', () => reply(500, '<html>', { 'Content-Type': 'text/html' }), foreign),
  kept('500 internal', () => fault(500, 'internal'), 'internal'),
  kept('502', () => reply(502, 'bad gateway', {}), foreign),
  kept('503 unavailable', () => fault(503, 'unavailable'), 'unavailable'),
  kept('503 with a wait', () => reply(503, { code: 'unavailable' }, { ...JSON_TYPE, 'Retry-After': '2' }), 'busy'),
  kept('503 invalid', () => fault(503, 'invalid'), 'invalid'),
  kept('409 client too old', () => fault(409, 'client_too_old'), 'client_too_old'),
  kept('an unknown code', () => fault(418, 'teapot'), 'teapot'),
  { name: '409 contract no longer known', answer: () => fault(409, 'client_too_old', { contract: 3 }), want: { state: 'quarantined', code: 'client_too_old' } },
  parked('422 invalid', () => fault(422, 'invalid'), 'invalid'),
  parked('403 denied', () => fault(403, 'denied'), 'denied'),
  parked('404 not found', () => fault(404, 'not_found'), 'not_found'),
  parked('409 conflict', () => fault(409, 'conflict'), 'conflict'),
  parked('413 ours', () => fault(413, 'too_large'), 'too_large'),
  parked('413 of a proxy', () => reply(413, '<html>', { 'Content-Type': 'text/html' }), 'too_large'),
]) {
  test('an entry after: ' + c.name, async () => {
    const b = browser(c.answer);
    await plant(b, { entries: [entry('e1')] });
    const { why } = await b.outboxRun();
    const [e] = await all(b, 'entries');
    assert.equal(e.state, c.want.state);
    assert.equal(e.reason?.code, c.want.code);
    assert.deepEqual(await all(b, 'sent'), []);
    if (c.why && c.why !== 'internal') assert.equal(why, c.why);
    if (c.want.state === 'waiting') assert.equal(e.tries, 1);
    assert.equal(heard.at(-1).type, 'outbox-changed');
  });
}

test('a receipt removes the entry and leaves a line of history; sealed bytes and headers travel', async () => {
  const b = browser((_, init) => receipt(init));
  await plant(b, { entries: [entry('e2'), entry('e1')] });
  assert.equal((await b.outboxRun()).why, '');
  assert.deepEqual(posts(), ['e1', 'e2'], 'oldest first');
  assert.deepEqual(await all(b, 'entries'), []);
  const sent = await all(b, 'sent');
  assert.deepEqual(ids(sent), ['e1', 'e2']);
  assert.equal(sent[0].receipt.receipt, 'e1');
  assert.deepEqual({ ...calls[0].headers }, { 'Comptoir-Build': 'b2', 'Comptoir-Contract': '3', 'Comptoir-Account': 'acc', 'Comptoir-Membership': 'mem', 'Content-Type': 'application/json' });
  assert.equal(calls[0].body, entry('e1').body);
});

test('the history is capped', async () => {
  const b = browser((_, init) => receipt(init));
  await plant(b, { entries: Array.from({ length: 210 }, (_, i) => entry('e' + String(i).padStart(3, '0'))) });
  await b.outboxRun();
  const sent = await all(b, 'sent');
  assert.equal(sent.length, 200);
  assert.equal(sent[0].id, 'e010');
});

test('entries of another account or membership are neither sent nor touched', async () => {
  const b = browser((_, init) => receipt(init));
  const others = [entry('e1', { account: 'other' }), entry('e2', { membership: 'other' })];
  await plant(b, { entries: [...others, entry('e3')], blobs: [photo('p', 10, { key: 'other/p', membership: 'other' })] });
  await b.outboxRun();
  assert.deepEqual(posts(), ['e3']);
  assert.equal(calls.length, 1);
  assert.deepEqual(await all(b, 'entries'), others);
});

test('nothing is sent while nobody is signed in', async () => {
  const b = browser((_, init) => receipt(init));
  await plant(b, { entries: [entry('e1')], session: null });
  assert.equal((await b.outboxRun()).why, 'signed_out');
  assert.equal(calls.length, 0);
});

test('parked and quarantined entries are left alone', async () => {
  const b = browser((_, init) => receipt(init));
  await plant(b, { entries: [entry('e1', { state: 'parked' }), entry('e2', { state: 'quarantined' }), entry('e3')] });
  await b.outboxRun({ force: true });
  assert.deepEqual(posts(), ['e3']);
});

for (const [name, poison] of [['internal', () => fault(500, 'internal')], ['a proxy that refuses it', () => reply(403, 'no', {})], ['a connection that breaks', () => new TypeError('reset')]]) {
  test('a poison entry in the middle does not block: ' + name, async () => {
    const b = browser((_, init) => JSON.parse(init.body).id === 'e2' ? poison() : receipt(init));
    await plant(b, { entries: [entry('e1'), entry('e2'), entry('e3')] });
    await b.outboxRun();
    const left = await all(b, 'entries');
    assert.deepEqual(ids(left), ['e2']);
    assert.ok(left[0].notBefore > Date.now(), 'it waits by itself');
    await b.outboxRun({ fresh: true });
    assert.equal(posts().filter(id => id === 'e2').length, 1, 'not again before its time');
  });
}

test('a failure alone after a day without network waits for seconds, not for hours', async () => {
  let down = true;
  const b = browser((_, init) => down || JSON.parse(init.body).id === 'e1' ? new TypeError('reset') : receipt(init));
  await plant(b, { entries: [entry('e1', { tries: 40 }), entry('e2', { tries: 40 })] });
  await b.outboxRun({ fresh: true });
  down = false;
  await b.outboxRun({ fresh: true });
  const [left] = await all(b, 'entries');
  assert.equal(left.id, 'e1');
  assert.ok(left.notBefore < Date.now() + 20000, 'after the first failure of its own');
});

test('ten answers "internal" park the entry with its reason', async () => {
  const b = browser(() => fault(500, 'internal'));
  await plant(b, { entries: [entry('e1')] });
  for (let i = 0; i < 9; i++) await b.outboxRun({ force: true });
  assert.equal((await all(b, 'entries'))[0].state, 'waiting');
  await b.outboxRun({ force: true });
  const [e] = await all(b, 'entries');
  assert.deepEqual([e.state, e.reason.code, e.internalTries], ['parked', 'internal', 10]);
});

test('a dead network is found out in three requests, then waited for', async () => {
  const b = browser(() => new TypeError('failed to fetch'));
  await plant(b, { entries: ['e1', 'e2', 'e3', 'e4', 'e5'].map(id => entry(id)) });
  await b.outboxRun();
  assert.equal(calls.length, 3);
  await b.outboxRun();
  assert.equal(calls.length, 3, 'backoff');
  await b.outboxRun({ fresh: true });
  assert.deepEqual(posts().slice(3), ['e1', 'e2', 'e3'], 'the oldest first again');
});

test('Retry-After is kept even when the network comes back or a person insists', async () => {
  const b = browser(() => reply(503, { code: 'unavailable' }, { ...JSON_TYPE, 'Retry-After': '30' }));
  await plant(b, { entries: [entry('e1'), entry('e2')] });
  await b.outboxRun();
  await b.outboxRun({ fresh: true });
  await b.outboxRun({ force: true });
  assert.equal(calls.length, 1);
  const run = (await all(b, 'meta')).find(m => m.id === 'run');
  assert.ok(run.until - Date.now() > 29000 && run.until - Date.now() <= 60000, 'jitter above what was asked');
});

test('401 stops the run at once and keeps everything', async () => {
  const b = browser(() => fault(401, 'signed_out'));
  await plant(b, { entries: [entry('e1'), entry('e2')], blobs: [photo('p', 10)] });
  await b.outboxRun();
  assert.equal(calls.length, 1);
  assert.equal((await all(b, 'entries')).length, 2);
  assert.equal(heard.at(-1).why, 'signed_out');
});

// locks is navigator.locks, shared by every browser() that is handed it.
function lockManager() {
  let tail = Promise.resolve();
  return { request: (_, f) => { const r = tail.then(f); tail = r.catch(() => {}); return r; } };
}
test('page and worker at the same time, under the lock: each entry once', async () => {
  const locks = lockManager();
  const answer = async (_, init) => { await new Promise(setImmediate); return receipt(init); };
  const page = browser(answer, { locks }), worker = browser(answer, { locks });
  await plant(page, { entries: ['e1', 'e2', 'e3'].map(id => entry(id)) });
  await Promise.all([page.outboxRun(), worker.outboxRun(), page.outboxRun()]);
  assert.deepEqual(posts(), ['e1', 'e2', 'e3']);
});
test('without locks nothing is lost', async () => {
  const answer = async (_, init) => { await new Promise(setImmediate); return receipt(init); };
  const page = browser(answer), worker = browser(answer);
  await plant(page, { entries: ['e1', 'e2', 'e3'].map(id => entry(id)) });
  await Promise.all([page.outboxRun(), worker.outboxRun()]);
  assert.deepEqual(await all(page, 'entries'), []);
  assert.deepEqual(ids(await all(page, 'sent')), ['e1', 'e2', 'e3']);
});

// uploads is the server's side of photos: bytes received by upload.
function uploads(got = {}, hook = () => null) {
  return async (url, init) => {
    const u = new URL(url, 'http://portal');
    const other = hook(u, init);
    if (other) return other;
    if (init.method === 'POST') return receipt(init);
    if (u.pathname === '/api/upload.state') {
      const id = u.searchParams.get('id');
      return id in got ? reply(200, { received: got[id].n, done: got[id].done }) : fault(404, 'not_found');
    }
    const id = u.pathname.split('/').at(-1), size = +u.searchParams.get('size'), offset = +u.searchParams.get('offset');
    const g = got[id] ??= { n: 0, done: false };
    if (offset !== g.n) return fault(409, 'conflict', { received: g.n });
    g.n += (await new Response(init.body).arrayBuffer()).byteLength;
    g.done = g.n === size;
    return reply(200, { id, received: g.n, done: g.done });
  };
}
const KB = 1024, offsets = () => calls.filter(c => c.method === 'PUT').map(c => +new URL(c.url, 'http://x').searchParams.get('offset'));

test('a photo goes in chunks and leaves the device when its entry is sent', async () => {
  const got = {}, b = browser(uploads(got));
  await plant(b, { entries: [entry('e1', { photos: ['p'] })], blobs: [photo('p', 600 * KB)] });
  await b.outboxRun();
  assert.deepEqual(offsets(), [0, 256 * KB, 512 * KB]);
  assert.equal(got['up-p'].n, 600 * KB);
  assert.deepEqual(await all(b, 'blobs'), []);
});

test('a photo that is done stays while an entry that names it waits', async () => {
  let open = false;
  const b = browser(uploads({}, (_, init) => init.method === 'POST' && !open ? reply(403, 'no', {}) : null));
  await plant(b, { entries: [entry('e1', { photos: ['p'] })], blobs: [photo('p', 10)] });
  await b.outboxRun();
  assert.deepEqual((await all(b, 'blobs')).map(p => p.done), [true], 'sent before its entry');
  open = true;
  await b.outboxRun({ force: true });
  assert.deepEqual(await all(b, 'entries'), []);
  assert.deepEqual(await all(b, 'blobs'), []);
});

test('a photo that fails does not hold its entry, nor the next photo', async () => {
  const b = browser(uploads({}, u => u.pathname.endsWith('up-bad') ? fault(422, 'invalid') : null));
  await plant(b, { entries: [entry('e1', { photos: ['bad'] })], blobs: [photo('bad', 10), photo('good', 10)] });
  await b.outboxRun();
  assert.deepEqual(await all(b, 'entries'), []);
  assert.deepEqual((await all(b, 'blobs')).map(p => [p.id, p.state, p.reason.code]), [['up-bad', 'parked', 'invalid']]);
});

for (let cut = 1; cut <= 3; cut++) {
  for (const lost of ['request', 'reply']) {
    test(`a photo cut at chunk ${cut} (${lost} lost) resumes where the server is`, async () => {
      const got = {};
      let n = 0;
      const server = uploads(got);
      const b = browser(async (url, init) => {
        if (init.method !== 'PUT' || ++n !== cut) return server(url, init);
        if (lost === 'reply') await server(url, init);
        return new TypeError('cut');
      });
      await plant(b, { entries: [], blobs: [photo('p', 600 * KB)] });
      await b.outboxRun();
      assert.equal((await all(b, 'blobs')).length, 1);
      await b.outboxRun({ fresh: true });
      assert.equal(got['up-p'].n, 600 * KB);
      assert.deepEqual(await all(b, 'blobs'), []);
      assert.ok(calls.some(c => c.url === '/api/upload.state?id=up-p'));
    });
  }
}

test('409 with the offset resumes without asking the state', async () => {
  const b = browser(uploads({ 'up-p': { n: 256 * KB, done: false } }));
  await plant(b, { blobs: [photo('p', 300 * KB)] });
  await b.outboxRun();
  assert.deepEqual(offsets(), [0, 256 * KB]);
  assert.deepEqual(await all(b, 'blobs'), []);
});

test('a server that never moves on does not hold the run', async () => {
  const b = browser(uploads({}, (u, init) => init.method === 'PUT' ? fault(409, 'conflict', { received: 0 }) : null));
  await plant(b, { blobs: [photo('p', 10)] });
  assert.equal((await b.outboxRun()).why, 'foreign');
  assert.equal(offsets().length, 3);
  assert.equal((await all(b, 'blobs'))[0].state, 'waiting');
});

test('a captive portal does not complete a photo', async () => {
  const b = browser(() => reply(200, '<html>', { 'Content-Type': 'text/html' }));
  await plant(b, { blobs: [photo('p', 10)] });
  await b.outboxRun();
  const [p] = await all(b, 'blobs');
  assert.ok(!p.done);
});

test('waits noted while the clock of the device was years ahead hold nothing back', async () => {
  const far = Date.now() + 5 * 365 * 864e5;
  for (const why of ['busy', 'network']) {
    factory = new IDBFactory();
    calls = [];
    const b = browser((_, init) => receipt(init));
    await plant(b, { entries: [entry('a', { notBefore: far, alone: 1 })], session: { id: 'session', ...ME } });
    const db = await b.outboxOpen();
    const tx = db.transaction('meta', 'readwrite');
    tx.objectStore('meta').put({ id: 'run', why, step: 3, until: far });
    await new Promise((ok, bad) => { tx.oncomplete = ok; tx.onabort = bad; });
    db.close();
    await b.outboxRun();
    assert.deepEqual(posts(), ['a'], why);
  }
});
