/**
 * Every view of the interface, as the gallery shows it.
 *
 * @typedef {object} View
 * @property {string} name
 * @property {string} [scene] what the fake has, `ordinary` if nothing else is said
 * @property {string} [at] where to go: a route, in which `{launch}` stands for that room
 * @property {(page: import("playwright-core").Page) => Promise<void>} [prepare] what to do before the picture
 */

/** @param {string} key */
const press = (key) => async (/** @type {import("playwright-core").Page} */ page) => page.keyboard.press(key);

/** @type {readonly View[]} */
export const VIEWS = [
  { name: "starting", scene: "starting" },
  { name: "welcome", scene: "blank" },
  { name: "join", scene: "blank", at: "#join=q0f3T8aYx2LmN5cVbK7w" },
  {
    name: "join-refused",
    scene: "blank",
    at: "#join=q0f3T8aYx2LmN5cVbK7w",
    prepare: async (page) => {
      await page.locator("input").fill("ana");
      await page.keyboard.press("Enter");
      await page.locator(".field-problem").waitFor();
    },
  },
  { name: "recovery-key", scene: "key" },
  {
    name: "recovery-check",
    scene: "key",
    prepare: async (page) => page.locator(".first-card > .button.primary").click(),
  },
  {
    name: "recover",
    scene: "blank",
    prepare: async (page) => page.locator(".option").nth(2).click(),
  },
  {
    name: "link-this-browser",
    scene: "blank",
    prepare: async (page) => {
      await page.locator(".option").nth(1).click();
      await page.locator(".qr path").waitFor();
    },
  },
  { name: "unlock", scene: "locked" },
  { name: "no-webassembly", scene: "no-webassembly" },
  { name: "no-storage", scene: "no-storage" },
  { name: "storage-damaged", scene: "storage-damaged" },
  { name: "home" },
  { name: "home-first", scene: "empty" },
  { name: "room", at: "#/room/{launch}" },
  {
    name: "room-actions",
    at: "#/room/{launch}",
    prepare: async (page) => {
      await page.locator(".message").nth(-2).focus();
      await page.locator(".message-actions button").last().click();
      await page.locator(".menu").waitFor();
    },
  },
  {
    name: "room-emoji",
    at: "#/room/{launch}",
    prepare: async (page) => {
      await page.locator(".composer-row > .icon-button").nth(-2).click();
      await page.locator(".emoji-group").nth(1).waitFor();
    },
  },
  {
    name: "room-mention",
    at: "#/room/{launch}",
    prepare: async (page) => {
      await page.locator(".composer-area").first().pressSequentially("Thanks @");
      await page.locator(".completion").first().waitFor();
    },
  },
  {
    name: "room-uploading",
    at: "#/room/{launch}",
    prepare: async (page) => {
      await page
        .locator("input[type=file]")
        .first()
        .setInputFiles([
          { name: "slow-film.bin", mimeType: "application/octet-stream", buffer: Buffer.alloc(4_800_000) },
          { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.alloc(2_000) },
        ]);
      await page.locator(".upload").nth(1).waitFor();
      await page.waitForTimeout(2500);
    },
  },
  {
    name: "room-identity",
    at: "#/room/{direct ana}",
    prepare: async (page) => {
      await page.evaluate(() => {
        const { paloma } = window.gallery;
        const [[account, ana], [offered]] = /** @type {any} */ ([...paloma.people_]);
        paloma.people_.set(account, { ...ana, offered });
        paloma.emit({ kind: "contactChanged", account });
        paloma.emit({ kind: "typingChanged", room: location.hash.split("/")[2] ?? "", account, typing: true });
      });
      await page.locator(".inline-notice").waitFor();
    },
  },
  { name: "room-trouble", at: "#/room/{operations}" },
  { name: "room-empty", at: "#/room/{garden}" },
  { name: "room-request", at: "#/room/{direct hana}" },
  { name: "room-hostile", scene: "hostile", at: "#/room/{hostile}" },
  { name: "room-large", scene: "large", at: "#/room/{archive}" },
  {
    name: "offline",
    scene: "offline",
    at: "#/room/{operations}",
    prepare: (page) => page.locator(".banner").waitFor(),
  },
  { name: "thread", at: "#/room/{launch}/thread/{first}" },
  { name: "threads-pane", at: "#/room/{launch}/threads" },
  { name: "pins", at: "#/room/{launch}/pins" },
  { name: "details", at: "#/room/{launch}/details" },
  { name: "unreadable", at: "#/room/{operations}/unreadable" },
  { name: "threads", at: "#/threads" },
  { name: "people", at: "#/people" },
  {
    name: "search",
    at: "#/search",
    prepare: async (page) => {
      await page.locator("input[type=search]").fill("the");
      await page.locator(".entry-card").first().waitFor();
    },
  },
  { name: "search-empty", at: "#/search" },
  { name: "switcher", at: "#/room/{launch}", prepare: press("Control+k") },
  {
    name: "keys",
    prepare: async (page) => {
      await page.keyboard.press("?");
      await page.locator(".keys").waitFor();
    },
  },
  {
    name: "new-room",
    prepare: async (page) => {
      await page.locator(".sidebar-head .icon-button").click();
      await page.locator(".option").nth(1).click();
      await page.locator(".suggestions button").first().waitFor();
    },
  },
  {
    name: "invite",
    at: "#/room/{launch}/details",
    prepare: async (page) => {
      await page.locator(".aside .button.small").first().click();
      await page.locator("dialog .button").first().click();
      await page.locator(".qr path").waitFor();
    },
  },
  {
    name: "poll",
    at: "#/room/{launch}",
    prepare: async (page) => {
      await page.locator(".composer-row .icon-button").first().click();
      await page.locator(".menu-item").nth(1).click();
      await page.locator("dialog").waitFor();
    },
  },
  {
    name: "person",
    at: "#/people",
    prepare: async (page) => {
      await page.locator(".page .person-button").first().click();
      await page.locator(".person-card").waitFor();
    },
  },
  {
    name: "verify",
    at: "#/people",
    prepare: async (page) => {
      await page.locator(".page .person-button").nth(1).click();
      await page.locator("dialog .row .button").nth(1).click();
      await page.locator(".digits").waitFor();
      await page.locator(".qr path").waitFor();
    },
  },
  {
    name: "history",
    at: "#/room/{launch}",
    prepare: async (page) => {
      await page.locator(".edited").first().click();
      await page.locator(".history-item").first().waitFor();
    },
  },
  { name: "settings", at: "#/settings" },
  { name: "settings-account", at: "#/settings/account" },
  { name: "settings-appearance", at: "#/settings/appearance" },
  { name: "settings-notifications", at: "#/settings/notifications" },
  { name: "settings-devices", at: "#/settings/devices", prepare: (page) => page.locator(".device").first().waitFor() },
  {
    name: "link-device",
    at: "#/settings/devices",
    prepare: async (page) => {
      await page.locator(".settings-section .button.primary").click();
      await page.locator(".steps").waitFor();
    },
  },
  { name: "settings-security", at: "#/settings/security" },
  { name: "settings-server", at: "#/settings/server" },
  {
    name: "administration",
    at: "#/settings/administration",
    prepare: async (page) => {
      await page.locator(".settings-section .button.primary").click();
      await page.locator(".qr path").waitFor();
    },
  },
  ...["health", "invites", "accounts", "rooms"].map((name, index) => ({
    name: `administration-${name}`,
    at: "#/settings/administration",
    prepare: async (/** @type {import("playwright-core").Page} */ page) => {
      await page.locator(".segments").first().locator("input").nth(index).check();
      await page.locator(".settings-section .skeleton").first().waitFor({ state: "detached" });
    },
  })),
];

/**
 * Opens a view in a page.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} origin of the server of the gallery
 * @param {View} view
 * @param {Record<string, string>} look `theme`, `language`, `density`
 */
export async function openView(page, origin, view, look = {}) {
  const query = new URLSearchParams({ scene: view.scene ?? "ordinary", ...look });
  const hash = view.at?.startsWith("#join") ? view.at : "#/";
  await page.goto("about:blank");
  await page.goto(`${origin}/?${query}${hash}`, { waitUntil: "load" });
  const there = view.scene === "starting" ? "#app main" : "#app main:not(.starting), #app .shell";
  await page.waitForFunction((there) => document.querySelector(there) !== null, there);
  if (view.at !== undefined && hash !== view.at) {
    await page.evaluate((at) => {
      const rooms = window.gallery.paloma.rooms_;
      location.hash = at
        .replace(/\{first\}/, () => [...rooms.values()][0]?.entries.find((entry) => entry.replies)?.id ?? "")
        .replace(
          /\{([^}]+)\}/,
          (_, name) =>
            [...rooms].find(
              ([, room]) =>
                room.summary.name === name ||
                (name.startsWith("direct ") &&
                  room.summary.direct ===
                    [...window.gallery.paloma.people_.values()].find((person) => person.handle === name.slice(7))
                      ?.account),
            )?.[0] ?? "",
        );
    }, view.at);
    await page.waitForFunction(() => document.querySelector(".main .skeleton") === null);
  }
  // What listens does so once the first picture was drawn.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0))));
  await view.prepare?.(page);
}
