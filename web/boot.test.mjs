import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import vm from 'node:vm';

const source = readFileSync(new URL('boot.js', import.meta.url), 'utf8');

// page runs boot.js in a window of the few things it touches.
function page({ lang = 'fr', controller = {}, waiting = null, wasm = () => new Promise(() => {}) } = {}) {
  const on = {}, swOn = {}, timers = [], runs = [], posted = [], body = [];
  let reloads = 0;
  const element = () => ({ children: [], setAttribute() {}, append(...c) { this.children.push(...c); }, remove() { body.splice(body.indexOf(this), 1); } });
  const registration = { waiting, installing: null, addEventListener() {}, update: async () => { runs.push('update'); } };
  if (waiting) waiting.postMessage = m => posted.push(m);
  const self = {
    URL, RegExp, Math, Promise, console: { warn() {}, error() {} }, performance: { mark() {}, now: () => 0 },
    document: {
      documentElement: { lang }, hidden: false, querySelector: s => s === '[data-loading]' ? { isConnected: true } : { content: 'x' },
      getElementById: id => body.find(e => e.id === id) ?? null, createElement: element, body: { append: e => body.push(e) },
    },
    location: { href: 'https://portal.example/parc?f=1', origin: 'https://portal.example', pathname: '/parc', search: '?f=1', reload: () => { reloads++; } },
    history: { pushState() {}, replaceState() {}, state: null },
    navigator: { onLine: true, userAgent: '', serviceWorker: { controller, ready: new Promise(() => {}), register: async () => registration, addEventListener: (n, f) => { swOn[n] = f; } } },
    BroadcastChannel: class { }, addEventListener: (n, f) => { (on[n] ??= []).push(f); }, dispatchEvent() {},
    setTimeout: (f, ms) => { timers.push({ f, ms }); }, setInterval() {}, requestAnimationFrame() {}, scrollTo() {}, scrollY: 0,
    Go: class { async run() {} }, WebAssembly: { instantiateStreaming: wasm }, fetch() {},
    AbortController, outboxRun: async o => { runs.push(o); }, Date,
  };
  self.self = self;
  vm.runInNewContext(source, self);
  return { self, on, swOn, timers, runs, posted, body, reloads: () => reloads };
}

const link = (href, attrs = {}) => ({ getAttribute: n => n === 'href' ? href : null, href: new URL(href, 'https://portal.example/parc?f=1').href, hasAttribute: n => n in attrs, target: attrs.target ?? '' });
for (const [name, a, event, browser] of [
  ['an app route', link('/parc/1'), {}, false],
  ['home', link('/'), {}, false],
  ['a name that starts like a server page', link('/apiculture'), {}, false],
  ['the gallery', link('/_gallery'), {}, false],
  ['data', link('/api/invoice.pdf?id=1'), {}, true],
  ['a picture', link('/img/abc'), {}, true],
  ['sign-out', link('/deconnexion'), {}, true],
  ['forgotten password', link('/mot-de-passe-oublie'), {}, true],
  ['another site', link('https://elsewhere.example/'), {}, true],
  ['telephone', link('tel:+33100000000'), {}, true],
  ['a part of this page', link('/parc?f=1#contenu'), {}, true],
  ['a part of another page', link('/parc/1#contenu'), {}, false],
  ['download', link('/parc/1', { download: '' }), {}, true],
  ['a new tab', link('/parc/1', { target: '_blank' }), {}, true],
  ['with shift', link('/parc/1'), { shiftKey: true }, true],
  ['with ctrl', link('/parc/1'), { ctrlKey: true }, true],
  ['handled by the app', link('/parc/1'), { defaultPrevented: true }, true],
  ['no link', null, {}, false],
]) {
  test('a click on ' + name + (browser ? ' is the browser\'s' : ' is the app\'s'), () => {
    const { on } = page();
    let stopped = false;
    on.click[0]({ target: { closest: () => a }, stopImmediatePropagation: () => { stopped = true; }, ...event });
    assert.equal(stopped, browser);
  });
}

test('a page that is left gives up its locks, those that it waits for too', async () => {
  const { self, on, runs } = page(), signals = [];
  self.navigator.locks = { request: async (name, { signal }, f) => { signals.push(signal); if (name === 'mine') return f(); return new Promise((_, bad) => signal.addEventListener('abort', () => bad(signal.reason))); } };
  const mine = self.comptoirLock('mine', () => new Promise(() => {})), awaited = self.comptoirLock('another', () => {});
  on.pagehide.forEach(f => f());
  await assert.rejects(mine, { name: 'AbortError' });
  await assert.rejects(awaited, { name: 'AbortError' });
  assert.equal(signals.every(s => s.aborted), true);
  const before = runs.length;
  on.pageshow.forEach(f => f({ persisted: true }));
  assert.equal(runs.length, before + 1, 'it sends when it comes back');
  assert.equal(await self.comptoirLock('mine', async () => 7), 7);
});

test('an update: only the tab that asked reloads', async () => {
  const asking = page({ waiting: { state: 'installed' } }), other = page();
  await new Promise(setImmediate);
  let offered = 0;
  other.self.goappOnUpdate = () => { offered++; };
  vm.runInContext('comptoirApplyUpdate()', asking.self);
  assert.deepEqual(asking.posted, ['skip-waiting']);
  assert.equal(asking.reloads(), 0, 'not before the new worker controls');
  for (const p of [asking, other]) p.swOn.controllerchange();
  assert.deepEqual([asking.reloads(), other.reloads(), offered], [1, 0, 1]);
});

test('a version that waits is offered, the first installation is not', async () => {
  const waiting = page({ waiting: { state: 'installed' } }), first = page({ controller: null });
  await new Promise(setImmediate);
  assert.equal(waiting.self.goappUpdatedBeforeWasmLoaded, true);
  first.swOn.controllerchange();
  assert.equal(first.self.goappUpdatedBeforeWasmLoaded, false);
});

test('the watchdog offers to reload, in the page\'s language, until the app is ready', () => {
  for (const [lang, label] of [['fr', 'Recharger'], ['en', 'Reload']]) {
    const p = page({ lang });
    p.timers.find(t => t.ms === 20000).f();
    assert.equal(p.body[0].children[0].children[1].textContent, label);
    vm.runInContext('comptoirReady()', p.self);
    assert.equal(p.body.length, 0);
  }
});

test('a panic shows the banner, which stays', async () => {
  const p = page({ wasm: async () => ({ instance: { exports: {} } }) });
  await new Promise(setImmediate);
  assert.match(p.body[0].children[0].children[0].textContent, /s’est arrêtée/);
  vm.runInContext('comptoirReady()', p.self);
  assert.equal(p.body.length, 1);
});

test('the outbox runs at start, when the network is back and when asked', async () => {
  const p = page();
  p.on.online[0]();
  vm.runInContext('comptoirSend(true)', p.self);
  await new Promise(setImmediate);
  assert.deepEqual(p.runs.map(o => Object.keys(o).join()), ['fresh', 'fresh', 'force']);
  p.self.navigator.onLine = false;
  vm.runInContext('comptoirSend(true)', p.self);
  assert.equal(p.runs.length, 3);
});
