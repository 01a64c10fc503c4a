// The service worker, served at /sw.js. The server fills in the three constants.
'use strict';
const BUILD = '{{BUILD}}';
const PRECACHE = {{PRECACHE}}; // immutable /web/… and /i18n/<name>.<hash>.<ext>, and /shell
self.comptoirBuild = BUILD;
importScripts('{{OUTBOX}}');

const VERSION = 'comptoir-' + BUILD, BRAND = 'brand', IMAGES = 'images', IMAGE_CAP = 400;
const immutable = path => /^\/(web|i18n)\/.+\.[0-9a-f]{8,}\.[a-z0-9]+$/.test(path);
// Pages of the server and its data: the worker never answers for them.
const SERVER = /^\/(api|connexion|deconnexion|mot-de-passe[^/]*|reinitialiser|invitation|_gallery|healthz|readyz|metrics)(\/|$)/;
const BRANDED = /^\/(brand\/.*|theme\.css|manifest\.webmanifest|favicon\.ico|apple-touch-icon\.png)$/;
const FILE = /\.[a-z0-9]+$/i; // a picture opened by itself is no page of the app

self.addEventListener('install', e => e.waitUntil((async () => {
  const cache = await caches.open(VERSION);
  await Promise.all(PRECACHE.map(async url => {
    // A content-hashed file that an older version has is copied, not fetched again.
    const old = immutable(url) && await caches.match(url);
    const r = old || await fetch(url, { cache: immutable(url) ? 'default' : 'reload', credentials: 'same-origin' });
    if (!r.ok || r.redirected) throw new Error(url + ' ' + r.status);
    await cache.put(url, r);
  }));
  await brand(await (await cache.match('/shell')).text());
  // No skipWaiting: the page asks for it when the person takes the update.
})()));

// A tab left on the version before still finds its files.
self.addEventListener('activate', e => e.waitUntil((async () => {
  const versions = (await caches.keys()).filter(k => k.startsWith('comptoir-') && k !== VERSION); // in order of creation
  for (const k of versions.slice(0, -1)) await caches.delete(k);
  await self.clients.claim();
})()));

self.addEventListener('message', e => {
  if (e.data === 'skip-waiting') self.skipWaiting();
  if (e.data === 'logout') e.waitUntil(caches.delete(IMAGES)); // somebody else may sign in next
});

self.addEventListener('sync', e => {
  if (e.tag !== 'outbox') return;
  e.waitUntil(outboxRun({ fresh: true }).then(({ why }) => {
    if (why === 'network' || why === 'foreign') throw new Error('outbox: ' + why); // the browser tries again later
  }));
});

self.addEventListener('fetch', e => {
  const u = new URL(e.request.url);
  if (u.origin !== location.origin || e.request.method !== 'GET' || SERVER.test(u.pathname)) return;
  if (e.request.mode === 'navigate') return FILE.test(u.pathname) ? undefined : e.respondWith(page(e));
  if (immutable(u.pathname)) return e.respondWith(stored(e.request));
  if (u.pathname.startsWith('/img/')) return e.respondWith(refreshed(e, IMAGES).catch(blank));
  if (BRANDED.test(u.pathname)) return e.respondWith(refreshed(e, BRAND));
});

// page starts the app from the cached shell: warm, offline, on any deep link.
async function page(e) {
  const cache = await caches.open(VERSION), options = { ignoreVary: true };
  const shell = await cache.match('/shell', options) || await caches.match('/shell', options);
  if (!shell) return fetch(e.request);
  e.waitUntil(renew(cache).catch(() => {}));
  return shell;
}

// renew takes up a new brand: the shell of the same build, at most every ten
// minutes. The shell of a newer build waits for that build's files.
let renewed = 0;
async function renew(cache) {
  if (Date.now() - renewed < 600000) return;
  renewed = Date.now();
  const r = await fetch('/shell', { cache: 'no-cache', credentials: 'same-origin' });
  if (!r.ok || r.redirected) return;
  const text = await r.clone().text();
  if (!text.includes(`name="comptoir-build" content="${BUILD}"`)) return;
  await cache.put('/shell', r);
  await brand(text);
}

// brand fetches what dresses the shell and its sentences, so that the first
// start without network has them. What fails is fetched when it is needed.
async function brand(shell) {
  const named = [...shell.matchAll(/(?:src|href)="(\/(?:brand|img)\/[^"]+|\/theme\.css)"/g)].map(m => m[1]);
  await Promise.all([...new Set(named)].map(async url => {
    const cache = await caches.open(url.startsWith('/img/') ? IMAGES : BRAND);
    const r = await fetch(url, { credentials: 'same-origin' });
    if (r.ok && !r.redirected) await cache.put(url, r);
  })).catch(() => {});
}

async function stored(request) {
  const hit = await caches.match(request, { ignoreVary: true });
  if (hit) return hit;
  const r = await fetch(request);
  if (r.ok && !r.redirected) await caches.open(VERSION).then(c => c.put(request, r.clone())).catch(() => {});
  return r;
}

// refreshed answers what it has and fetches the newer one behind: the next
// start, also without network, shows it.
async function refreshed(e, name) {
  const cache = await caches.open(name), old = await cache.match(e.request, { ignoreVary: true });
  const net = fetch(e.request).then(async r => {
    if (r.ok && !r.redirected) {
      await cache.put(e.request, r.clone()).catch(() => {}); // full: the answer still goes to the page
      await trim(cache);
    }
    return r;
  });
  if (!old) return net;
  e.waitUntil(net.catch(() => {}));
  return old;
}

// blank stands for a picture that this device never had, while the network is away.
const blank = () => new Response('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"/>', { headers: { 'Content-Type': 'image/svg+xml' } });

async function trim(cache) {
  const keys = await cache.keys(); // in order of arrival
  for (const k of keys.slice(0, -IMAGE_CAP)) await cache.delete(k);
}
