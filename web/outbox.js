// The one sender of the outbox, loaded by the page and by the service worker.
// Go adds, lists, corrects and discards entries; only this file sends them.
// An entry leaves the device on one proof: 200, our JSON, a receipt for its id.
'use strict';
const OUTBOX_CHUNK = 256 * 1024, OUTBOX_TRIES = 10, OUTBOX_SENT = 200, OUTBOX_HOUR = 36e5;
const OUTBOX_PARKS = ['invalid', 'denied', 'conflict', 'not_found', 'too_large'];
const idb = r => new Promise((ok, bad) => { r.onsuccess = () => ok(r.result); r.onerror = () => bad(r.error); });
const get = (db, store, key) => idb(db.transaction(store).objectStore(store).get(key));
const backoff = (n, cap) => Math.min(cap, 5000 * 2 ** n) * (0.5 + Math.random());
const ahead = t => t > Date.now() && t < Date.now() + 24 * OUTBOX_HOUR; // further away: noted by a clock that was wrong
function outboxOpen() {
  const r = indexedDB.open('comptoir-outbox', 1), stores = [['entries', 'id'], ['blobs', 'key'], ['sent', 'id'], ['meta', 'id']];
  r.onupgradeneeded = () => stores.forEach(([name, keyPath]) => r.result.createObjectStore(name, { keyPath }));
  return idb(r).then(db => { db.onversionchange = () => db.close(); return db; });
}

// write runs f on the named stores in one transaction and resolves when it is on disk.
function write(db, stores, f) {
  return new Promise((ok, bad) => {
    const tx = db.transaction(stores, 'readwrite', { durability: 'strict' });
    tx.oncomplete = () => ok();
    tx.onabort = () => bad(tx.error);
    f(...stores.map(s => tx.objectStore(s))).catch(err => { bad(err); try { tx.abort(); } catch { /* over already */ } });
  });
}

// patch changes a record that is still there: a person may have discarded it meanwhile.
const patch = (db, store, key, changes) => write(db, [store], async s => {
  const r = await idb(s.get(key));
  if (r) await idb(s.put({ ...r, ...changes }));
});

// request judges the answer: {json} is a success, {park} and {quarantine} hold the
// fault, {later} is kept and retried; stop: no other record would pass either.
async function request(rec, method, url, body) {
  let r, json = null;
  const type = { PUT: 'application/octet-stream', POST: 'application/json' }[method], headers = { 'Comptoir-Build': self.comptoirBuild || rec.build, 'Comptoir-Contract': String(rec.version), 'Comptoir-Account': rec.account, 'Comptoir-Membership': rec.membership };
  if (type) headers['Content-Type'] = type;
  try {
    r = await fetch(url, { method, body, headers, credentials: 'same-origin', cache: 'no-store', signal: AbortSignal.timeout?.(120000) });
    if (/^application\/json\b/.test(r.headers.get('Content-Type') || '')) json = await r.json();
  } catch { if (!r) return { later: 'network' }; } // an answer cut short has its status and no body
  const fault = json && typeof json.code === 'string' ? json : null, after = Number(r.headers.get('Retry-After')) || 0;
  if (r.status === 200) return json && !fault ? { json } : { later: 'foreign' };
  if (r.status === 413) return { park: fault || { code: 'too_large', key: 'fault.too_large' } };
  if (r.status === 401) return { later: 'signed_out', stop: true };
  if (after > 0 && (r.status === 429 || r.status >= 500)) return { later: 'busy', stop: true, wait: after * 1000 * (1 + Math.random()) };
  if (!fault) return { later: 'foreign' };
  if (fault.code === 'client_too_old') return fault.args && fault.args.contract ? { quarantine: fault } : { later: 'client_too_old', stop: true };
  if (fault.code === 'internal') return { later: 'internal', internal: fault };
  return r.status < 500 && OUTBOX_PARKS.includes(fault.code) ? { park: fault } : { later: fault.code };
}

async function sendEntry(db, e) {
  const a = await request(e, 'POST', e.url, e.body);
  if (!a.json) return a;
  if (a.json.receipt !== e.id) return { later: 'foreign' };
  await write(db, ['entries', 'sent', 'blobs'], async (entries, sent, blobs) => {
    await idb(entries.delete(e.id));
    const { id, kind, title, account, membership, at, photos } = e;
    await idb(sent.put({ id, kind, title, account, membership, at, photos, sentAt: new Date().toISOString(), receipt: a.json }));
    for (const k of (await idb(sent.getAllKeys())).slice(0, -OUTBOX_SENT)) await idb(sent.delete(k));
    for (const sha of photos || []) await dropBlob(entries, blobs, e.membership + '/' + sha);
  });
  return {};
}

// dropBlob forgets a photo that is on the server and that no entry names any more.
async function dropBlob(entries, blobs, key) {
  const b = await idb(blobs.get(key));
  if (!b || !b.done) return;
  if (!(await idb(entries.getAll())).some(e => e.membership === b.membership && (e.photos || []).includes(b.sha256))) await idb(blobs.delete(key));
}

async function sendPhoto(db, b) {
  let offset = 0, done = false, stuck = 0;
  if (b.tries || b.received) { // an earlier run may have got further than it knew
    const a = await request(b, 'GET', '/api/upload.state?id=' + b.id);
    if (!a.json && !(a.park && a.park.code === 'not_found')) return a;
    if (a.json) ({ received: offset, done } = a.json);
    if (!Number.isInteger(offset)) return { later: 'foreign' };
  }
  while (done !== true) {
    const a = await request(b, 'PUT', `/api/upload/${b.id}?sha256=${b.sha256}&size=${b.size}&offset=${offset}`, b.blob.slice(offset, offset + OUTBOX_CHUNK));
    const received = a.json ? a.json.received : a.park && a.park.code === 'conflict' && a.park.args && a.park.args.received; // where to resume
    if (!Number.isInteger(received) || a.json && a.json.id !== b.id) return a.json ? { later: 'foreign' } : a;
    done = a.json && a.json.done;
    stuck = received > offset ? 0 : stuck + 1;
    if (stuck > 2) return { later: 'foreign' };
    offset = received;
    if (done !== true) await patch(db, 'blobs', b.key, { received });
  }
  await patch(db, 'blobs', b.key, { received: b.size, done: true });
  await write(db, ['entries', 'blobs'], (entries, blobs) => dropBlob(entries, blobs, b.key));
  return {};
}

// drain sends one store, oldest first. A failure that the next records share is the network's:
// the run ends at the third. A failure alone is the record's: it waits and blocks no other.
async function drain(db, store, send, me, force) {
  let [failed, last] = [[], {}];
  for (const key of await idb(db.transaction(store).objectStore(store).getAllKeys())) {
    const rec = await get(db, store, key);
    if (!rec || rec.done || rec.state !== 'waiting' || rec.account !== me.account || rec.membership !== me.membership) continue;
    if (ahead(rec.notBefore) && !force) continue;
    const a = await send(db, rec), tries = (rec.tries || 0) + 1, internalTries = (rec.internalTries || 0) + (a.internal ? 1 : 0);
    const reason = a.park || a.quarantine || internalTries >= OUTBOX_TRIES && a.internal;
    if (reason) await patch(db, store, key, { state: a.quarantine ? 'quarantined' : 'parked', reason, parkedAt: new Date().toISOString(), tries, internalTries });
    else if (a.internal) await patch(db, store, key, { tries, internalTries, notBefore: Date.now() + backoff(internalTries, OUTBOX_HOUR) });
    else if (a.later) {
      await patch(db, store, key, { tries });
      last = a;
      if (a.stop || failed.push({ key, alone: (rec.alone || 0) + 1 }) >= 3) return { ...a, stop: true };
      continue;
    }
    for (const f of failed) await patch(db, store, f.key, { alone: f.alone, notBefore: Date.now() + backoff(f.alone, OUTBOX_HOUR) });
    [failed, last] = [[], {}];
  }
  return last;
}

// fresh: the network may have just come back; force: a person asked. A wait the server asked for is kept.
async function runOnce(opts) {
  const db = await outboxOpen();
  try {
    const me = await get(db, 'meta', 'session'), run = await get(db, 'meta', 'run') || {};
    if (!me) return { why: 'signed_out' };
    if (ahead(run.until) && (run.why === 'busy' || !opts.fresh && !opts.force)) return { why: run.why };
    const entries = await drain(db, 'entries', sendEntry, me, opts.force), photos = entries.stop ? {} : await drain(db, 'blobs', sendPhoto, me, opts.force);
    const a = entries.later ? entries : photos, why = a.later || '', step = why ? (run.step || 0) + 1 : 0;
    const until = why && why !== 'signed_out' ? Date.now() + (a.wait || photos.wait || backoff(step - 1, 3e5)) : 0;
    await write(db, ['meta'], async meta => { await idb(meta.put({ id: 'run', why, step, until, at: new Date().toISOString() })); });
    return { why };
  } finally { db.close(); }
}

// outboxRun sends what waits and tells every page.
let outboxNow = null, outboxNext = null;
function outboxRun(opts = {}) {
  if (outboxNow) return outboxNext ??= outboxNow.catch(() => {}).then(() => { outboxNext = null; return outboxRun(opts); });
  const run = () => runOnce(opts), locks = self.navigator && self.navigator.locks;
  outboxNow = (self.comptoirLock ? self.comptoirLock('outbox', run) : locks ? locks.request('outbox', run) : run()).finally(() => { outboxNow = null; });
  return outboxNow.then(r => { outboxTell(r.why); return r; });
}
function outboxTell(why) {
  const c = new BroadcastChannel('comptoir-outbox');
  c.postMessage({ type: 'outbox-changed', why });
  c.close();
}
Object.assign(self, { outboxOpen, outboxRun, outboxTell });
