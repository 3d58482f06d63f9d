// The service worker of a site: what was there once is there again at once, without a network, in Chrome 49 and later.
// `fichiers.txt` names the files of the site, one a line: `?digest` behind a path changes with the file, and `+` before it means
// "keep it once a reader has opened it". Each site has its own cache, with files under the lines that named them.
let site = registration.scope, busy;
const bare = url => url.replace(site, "").replace(/^\+|[?#].*/g, "") || "index.html";
const find = (cache, path) => cache.keys().then(keys => keys.find(key => bare(key.url) == path));
const ask = path => fetch(site + path, { cache: "no-cache", credentials: "same-origin" });
const text = reply => reply && reply.text();

// Puts a file in the place of its older form, and tells those who read that one.
const renew = (cache, line) => Promise.all([find(cache, bare(line)), ask(line)]).then(([old, fresh]) =>
  fresh.ok && Promise.all([old && cache.match(old).then(text), text(fresh.clone())]).then(([before, after]) =>
    cache.put(site + line, fresh).then(() => {
      if (old && old.url != site + line) cache.delete(old);
      if (old && before != after) clients.matchAll().then(pages => pages.forEach(page =>
        bare(page.url) == bare(line) && page.postMessage($NEWER)));
    }))).catch(Boolean);

// What the list no longer names goes first; then come the first page and what is new, one after the other.
const follow = (cache, lines) => cache.keys().then(keys => {
  keys.forEach(key => lines.some(line => bare(line) == bare(key.url)) || cache.delete(key));
  return lines.reduce((before, line, index) => before.then(() =>
    index && (line[0] == "+" || keys.some(key => key.url == site + line)) || renew(cache, line)), Promise.resolve());
});

// A site that is gone takes its copy with it; an answer that is no list, such as a login page, changes nothing.
const update = () => {
  if (busy) return busy;
  const later = () => busy = 0;
  busy = Promise.all([ask("fichiers.txt"), caches.open(site)]).then(([list, cache]) =>
    /4(04|10)/.test(list.status) ? caches.delete(site).then(() => registration.unregister()) : text(list).then(lines =>
      lines.startsWith("index.html\n") ? follow(cache, lines.trim().split("\n")) : Promise.reject(lines)));
  busy.then(later, later);
  return busy;
};

oninstall = event => {
  skipWaiting();
  event.waitUntil(update());
};
onfetch = event => {
  const request = event.request, path = bare(request.url);
  if (request.url.startsWith(site)) event.respondWith(caches.open(site).then(cache => find(cache, path).then(key =>
    key ? cache.match(key) : fetch(request).then(reply => {
      if (reply.ok && /^pieces/.test(path)) cache.put(request.url, reply.clone());
      return reply;
    }))));
};
// Each page that opens says so; by then it listens, and hears of what is newer than itself.
onmessage = event => event.waitUntil(update().catch(Boolean));
