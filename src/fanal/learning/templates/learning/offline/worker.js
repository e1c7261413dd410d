// Below /learn/ a page that no network brings is the player that this device keeps; what it needs comes from there, too.
const kept = async (request) => {
  const language = new URL(request.url).pathname.split("/")[2], shell = await caches.open("learn-shell");
  if (request.mode !== "navigate") return (await shell.match(request, { ignoreVary: true })) || Response.error();
  const pages = (await shell.keys()).filter((one) => one.url.endsWith("/offline/"));
  const mine = pages.find((one) => new URL(one.url).pathname.split("/")[2] === language);
  return (await shell.match(mine || pages[0] || request, { ignoreVary: true })) || Response.error();
};
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(fetch(event.request).catch(() => kept(event.request)));
});
