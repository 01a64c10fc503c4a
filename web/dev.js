// Development builds only: takes a new build as soon as the server has one, without asking.
'use strict';
(() => {
  const mine = document.querySelector('meta[name="comptoir-build"]').content;
  setInterval(async () => {
    const page = await fetch('/shell', { cache: 'no-store' }).then(r => r.text()).catch(() => '');
    const build = page.match(/name="comptoir-build" content="([^"]+)"/)?.[1];
    if (!build || build === mine) return; // the server is being rebuilt, or nothing changed
    for (const r of await navigator.serviceWorker.getRegistrations()) await r.unregister();
    for (const c of await caches.keys()) await caches.delete(c);
    location.reload();
  }, 1000);
})();
