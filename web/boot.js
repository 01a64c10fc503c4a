// Starts the app. The shell loads wasm_exec.js, outbox.js and this file, in this order, and says
// in <meta name="comptoir-…"> which build it is (build), what to show for it (version) and where the wasm is (wasm).
'use strict';
performance.mark('boot');
const meta = name => document.querySelector(`meta[name="comptoir-${name}"]`)?.content ?? '';
self.comptoirBuild = meta('build');

// --- what go-app's Go side looks for on window -------------------------------
var goappUpdatedBeforeWasmLoaded = false, goappAppInstallChangedBeforeWasmLoaded = false;
var goappNav = () => {};
var goappOnUpdate = () => { goappUpdatedBeforeWasmLoaded = true; };
var goappOnAppInstallChange = () => { goappAppInstallChangedBeforeWasmLoaded = true; };
function goappGetenv(name) { return { GOAPP_VERSION: meta('build'), GOAPP_INTERNAL_URLS: '[]' }[name]; }
function goappTryUpdate() { checkUpdate(0); }
function goappIsAppInstallable() { return installPrompt !== null; }
function goappIsAppleBrowser() { return /iPhone|iPad|Macintosh/.test(navigator.userAgent) && !/Chrom|Firefox/.test(navigator.userAgent); }
async function goappShowInstallPrompt() {
  const p = installPrompt;
  if (!p) return;
  installPrompt = null; // a prompt serves once
  p.prompt();
  await p.userChoice;
  goappOnAppInstallChange();
}
let installPrompt = null;
addEventListener('beforeinstallprompt', e => { e.preventDefault(); installPrompt = e; goappOnAppInstallChange(); });
addEventListener('appinstalled', () => { installPrompt = null; goappOnAppInstallChange(); });

// --- links: go-app takes every click on an <a>; registered first, this keeps it away from those of the browser ---
const SERVER_PAGES = /^\/(api|img|brand|web|i18n|connexion|deconnexion|mot-de-passe[^/]*|reinitialiser|invitation)(\/|$)/;
addEventListener('click', e => {
  const a = e.target.closest?.('a');
  if (!a) return;
  const u = a.getAttribute('href') === null ? null : new URL(a.href, location.href);
  const here = u && u.hash && u.pathname === location.pathname && u.search === location.search; // the skip link moves the focus
  if (!u || e.defaultPrevented || e.button || e.shiftKey || e.altKey || e.ctrlKey || e.metaKey || a.hasAttribute('download') || a.target && a.target !== '_self'
    || u.origin !== location.origin || here || SERVER_PAGES.test(u.pathname)) e.stopImmediatePropagation();
});

// --- scrolling: top on a new page, the old place on back ----------------------
history.scrollRestoration = 'manual';
const push = history.pushState;
let scrolling = 0;
function scrollSoon(y) { // the page is drawn, and its lists get their height, after this
  const mine = ++scrolling, end = performance.now() + (y ? 1500 : 100);
  const step = () => {
    if (mine !== scrolling) return;
    scrollTo(0, y);
    if (performance.now() < end && Math.abs(scrollY - y) > 1 || !y && performance.now() < end) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}
history.pushState = function (state, title, url) {
  const from = location.pathname;
  history.replaceState({ y: scrollY }, '', location.href);
  push.call(history, { y: 0 }, title, url);
  if (location.pathname !== from) scrollSoon(0); // a filter in the URL does not move the page
};
addEventListener('popstate', e => scrollSoon(e.state?.y || 0));
for (const ev of ['wheel', 'touchstart', 'keydown', 'pointerdown']) addEventListener(ev, () => { scrolling++; }, { passive: true });
addEventListener('scrollend', () => history.replaceState({ y: scrollY }, '', location.href));
addEventListener('pagehide', () => history.replaceState({ y: scrollY }, '', location.href));
if (history.state?.y) scrollSoon(history.state.y); // a reload

// --- wasm ---------------------------------------------------------------------
const SAYS = {
  fr: { slow: 'Le chargement est plus long que prévu.', stopped: 'L’application s’est arrêtée. Vos saisies sont conservées sur cet appareil.', failed: 'L’application n’a pas pu démarrer.', reload: 'Recharger' },
  en: { slow: 'Loading takes longer than expected.', stopped: 'The application has stopped. Your entries are kept on this device.', failed: 'The application could not start.', reload: 'Reload' },
};
function banner(what) {
  const says = SAYS[document.documentElement.lang.slice(0, 2)] ?? SAYS.fr;
  unbanner();
  const [d, t, p, b] = ['div', 'div', 'p', 'button'].map(tag => document.createElement(tag));
  d.id = 'boot-banner';
  d.className = 'toasts';
  d.setAttribute('role', 'alert');
  t.className = 'toast toast--bad';
  p.textContent = says[what];
  b.type = 'button';
  b.className = 'btn';
  b.textContent = says.reload;
  b.onclick = () => location.reload();
  t.append(p, b);
  d.append(t);
  document.body.append(d);
}
const unbanner = () => document.getElementById('boot-banner')?.remove();

// The shell's first element bears data-loading; go-app replaces it by the app.
// comptoirReady is called by the app when it is drawn.
let ready = false;
function comptoirReady() {
  if (ready) return;
  ready = true;
  performance.mark('app-ready');
  if (!stopped) unbanner();
}
let stopped = false;
const loading = document.querySelector('[data-loading]');
setTimeout(() => { if (!ready && !stopped && (!loading || loading.isConnected)) banner('slow'); }, 20000);
(async () => {
  try {
    const go = new Go();
    const { instance } = await WebAssembly.instantiateStreaming(fetch(meta('wasm')), go.importObject);
    performance.mark('wasm-ready');
    self.comptoirMemory = () => instance.exports.mem?.buffer.byteLength ?? 0;
    await go.run(instance); // ends only after a panic
    stopped = true;
    banner('stopped');
  } catch (err) {
    console.error(err);
    stopped = true;
    banner('failed');
  }
})();

// --- service worker: offer an update, switch when asked, reload only here -----
const sw = 'serviceWorker' in navigator ? navigator.serviceWorker : null;
let registration = null, asked = false, checked = Date.now();
let controlled = !!sw?.controller;
function watch(reg) {
  if (registration) return;
  registration = reg;
  const offer = w => { if (w?.state === 'installed' && sw.controller) goappOnUpdate(); };
  offer(reg.waiting); // downloaded on an earlier visit
  reg.addEventListener('updatefound', () => { const w = reg.installing; w?.addEventListener('statechange', () => offer(w)); });
}
function checkUpdate(age) {
  if (!registration || Date.now() - checked < age) return;
  checked = Date.now();
  registration.update().catch(() => {}); // no network: the next one does it
}
if (sw) {
  // register() may hang behind an update job (seen after offline → online): a worker that is there is taken first.
  sw.ready.then(watch);
  sw.register('/sw.js', { updateViaCache: 'none' }).then(watch, err => console.warn('service worker:', err));
  sw.addEventListener('controllerchange', () => {
    if (asked) location.reload();
    else if (controlled) goappOnUpdate(); // another tab switched
    controlled = true;
  });
  setInterval(checkUpdate, 60000, 30 * 60000);
  addEventListener('visibilitychange', () => { if (!document.hidden) checkUpdate(5 * 60000); });
}
function comptoirApplyUpdate() {
  asked = true;
  if (registration?.waiting) registration.waiting.postMessage('skip-waiting');
  else location.reload();
}
// comptoirForget empties what the worker keeps for one person; the app calls it at sign-out.
function comptoirForget() { sw?.controller?.postMessage('logout'); }

// comptoirPost posts to a page of the server as a plain form does. The form is made here: the app may have redrawn its own away.
function comptoirPost(action) {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = action;
  document.body.append(form);
  form.submit();
}

// --- locks: a page that is left gives up its own, also those that it waits for. The browser may keep it frozen for
// the way back, and every other sender would wait with it. What a lock guards may thus run twice, which the
// server's unique key makes harmless.
let leaving = new AbortController();
addEventListener('pagehide', () => leaving.abort());
addEventListener('pageshow', e => {
  if (!e.persisted) return;
  leaving = new AbortController();
  comptoirSend(false);
});
async function comptoirLock(name, run) {
  if (!navigator.locks) return run();
  const signal = leaving.signal, left = new Promise((_, bad) => signal.addEventListener('abort', () => bad(signal.reason)));
  left.catch(() => {}); // most pages are left with no lock
  return navigator.locks.request(name, { signal }, () => Promise.race([run(), left]));
}

// --- outbox: when to send -----------------------------------------------------
async function send(opts) {
  try { await outboxRun(opts); } catch (err) { console.warn('outbox:', err); } // no IndexedDB: the app says so itself
}
// comptoirSend is called by the app after each add, and when a person asks (force).
function comptoirSend(force) {
  registration?.sync?.register('outbox').catch(() => {}); // refused: the triggers below do it
  if (navigator.onLine) send(force ? { force: true } : { fresh: true });
}
async function sendIfWaiting() {
  if (!navigator.onLine || document.hidden) return;
  try {
    const db = await outboxOpen();
    const count = s => new Promise(ok => { const r = db.transaction(s).objectStore(s).count(); r.onsuccess = r.onerror = () => ok(r.result || 0); });
    const n = await count('entries') + await count('blobs');
    db.close();
    if (n) send({});
  } catch { /* no IndexedDB */ }
}
const heard = new BroadcastChannel('comptoir-outbox');
heard.onmessage = e => {
  if (e.data?.type !== 'outbox-changed') return;
  if (e.data.why === 'client_too_old') checkUpdate(60000);
  dispatchEvent(new CustomEvent('outbox-changed', { detail: e.data.why }));
};
addEventListener('online', () => comptoirSend(false));
addEventListener('focus', sendIfWaiting);
setInterval(sendIfWaiting, 30000);
comptoirSend(false);
