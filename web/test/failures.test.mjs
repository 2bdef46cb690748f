import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { launchChromium } from "./support/chromium.mjs";
import { RunningNode } from "./support/node.mjs";
import { message, Person } from "./support/person.mjs";
import { freePort, Line } from "./support/proxy.mjs";

const PAGE = new URL("../dist/", import.meta.url);

/**
 * Opens the page in a browser of its own in whose workers something is missing.
 *
 * @param {string} origin
 * @param {string} without a script that takes it away
 * @param {(page: import("playwright-core").Page) => Promise<void>} look
 */
async function openWithout(origin, without, look) {
  const browser = await launchChromium();
  try {
    await browser.context.route(/\/assets\/host-worker-/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `${without};${await response.text()}` });
    });
    const page = await browser.context.newPage();
    // A busy machine starts a browser slowly.
    page.setDefaultTimeout(90_000);
    await page.goto(origin);
    await look(page);
  } finally {
    // The page may be asking for its next worker.
    await browser.context.unrouteAll({ behavior: "ignoreErrors" });
    await browser.close();
  }
}

/**
 * Writes until there is no room. The browser asks for the room that is left only twice a minute or so, when there was
 * much the last time.
 *
 * @param {import("playwright-core").Page} page
 */
async function writeUntilFull(page) {
  const full = page.getByText("The storage is full");
  const deadline = Date.now() + 90_000;
  while (!(await full.isVisible())) {
    assert.ok(Date.now() < deadline, "the storage takes more than it has");
    await page
      .locator(".main .composer-area")
      .fill("no room for this", { timeout: 2_000 })
      .catch(() => undefined);
    await page.keyboard.press("Enter");
    await full.waitFor({ timeout: 2_000 }).catch(() => undefined);
  }
}

describe("when something fails", () => {
  /** @type {RunningNode} */
  let node;
  /** @type {Line} */
  let line;
  /** @type {Person} */
  let ada;
  /** @type {string} */
  let room;

  before(
    async () => {
      const port = await freePort();
      line = await Line.to(port);
      const settings = ["--public-address", `http://localhost:${line.port}`];
      node = await RunningNode.start(new URL("dist/", import.meta.url), { port, settings });
      ada = await Person.arrive("ada", `http://localhost:${line.port}`);
      await ada.register(node.link.split("#join=")[1]);
      room = (await ada.command({ kind: "createRoom", name: "Notes", members: [], whoMayAdd: "members" })).room;
      await ada.command(message(room, "before"));
    },
    { timeout: 600_000 },
  );
  afterEach(() => line.restore());
  after(async () => {
    await ada?.close();
    await node?.close();
    await line?.close();
  });

  /** @param {string} text */
  const times = async (text) => (await ada.texts(room)).filter((one) => one === text).length;

  test("the line swallows everything: it is noticed, given up, and what was written is sent once", async () => {
    await ada.isOnline();
    // Nothing is on its way, so that what is swallowed is what this writes.
    await ada.until(async (room) => {
      const { entries } = await window.host.timeline(room, { at: "end" }, 1);
      return entries.at(-1)?.delivery === "sent";
    }, room);
    await ada.page.evaluate(() => {
      window.changes.length = 0;
    });
    line.swallow();
    const { entry } = await ada.command(message(room, "into the void"));
    // A busy machine looks seldom: so what it was told counts, and not what is so when it looks.
    await ada.until(() =>
      window.changes.some((change) => change.kind === "connectionChanged" && change.connection.state === "waiting"),
    );
    await ada.until(async () => ["offline", "connecting"].includes((await window.host.connection()).state));
    const delivery = (/** @type {string} */ wanted) =>
      ada.until(
        async ([room, entry, wanted]) => (await window.host.entry(room, entry))?.delivery === wanted,
        /** @type {const} */ ([room, entry, wanted]),
      );
    await delivery("queued");
    line.restore();
    await ada.page.evaluate(() => window.host.retryNow());
    await delivery("sent");
    assert.equal(await times("into the void"), 1);
  });

  test("the line swallows everything: a banner says so as soon as something gets no answer", async () => {
    await node.serve(PAGE);
    await ada.page.goto("about:blank");
    await ada.page.goto(`${ada.origin}/#/room/${room}`);
    await ada.page.locator(".main .message", { hasText: "before" }).waitFor();
    await ada.page.getByLabel("Waiting to be sent").first().waitFor({ state: "detached" });
    await ada.page.getByText("Connected", { exact: true }).waitFor();
    line.swallow();
    try {
      await ada.page.locator(".main .composer-area").fill("nobody answers");
      await ada.page.keyboard.press("Enter");
      await ada.page.locator(".banner", { hasText: "The server has not answered" }).waitFor();
    } finally {
      line.restore();
    }
    await ada.page.locator(".banner").waitFor({ state: "detached" });
  });

  test("the disk is full: a page says what to do, and nothing that was acknowledged is lost", async () => {
    const { page } = ada;
    await page.locator(".main .composer-area").fill("kept before");
    await page.keyboard.press("Enter");
    await page.locator(".main .message", { hasText: "kept before" }).waitFor();
    const devtools = await ada.chromium.context.newCDPSession(page);
    await devtools.send("Storage.overrideQuotaForOrigin", { origin: ada.origin, quotaSize: 1_000 });
    await writeUntilFull(page);
    await page.getByText("Free some space on this device").waitFor();
    await devtools.send("Storage.overrideQuotaForOrigin", { origin: ada.origin });
    await page.getByRole("button", { name: "Load again" }).click();
    await page.locator(".main .message", { hasText: "kept before" }).waitFor();
    assert.equal(await page.locator(".main .message", { hasText: "kept before" }).count(), 1);
    await page.locator(".main .composer-area").fill("room again");
    await page.keyboard.press("Enter");
    const written = page.locator(".main .message", { hasText: "room again" });
    await written.waitFor();
    await written.getByLabel("Waiting to be sent").waitFor({ state: "detached" });
  });

  test("the browser has no WebAssembly with garbage collection: a page says what to do", async () => {
    const refuse = "WebAssembly.compileStreaming=async()=>{throw new WebAssembly.CompileError('invalid value type')}";
    for (const without of [refuse, "delete self.WebAssembly"]) {
      await openWithout(ada.origin, without, async (page) => {
        await page.getByText("This browser is too old for Paloma").waitFor();
        await page.getByText("Use a newer browser").waitFor();
      });
    }
  });

  test("the browser lets nothing be kept, as in some private windows: a page says what to do", async () => {
    const refuse = "IDBFactory.prototype.open=()=>{throw new DOMException('denied','SecurityError')}";
    for (const without of [refuse, "Object.defineProperty(self,'indexedDB',{value:undefined})"]) {
      await openWithout(ada.origin, without, async (page) => {
        await page.getByText("There is nowhere to keep your keys").waitFor();
        await page.getByText("Open Paloma in an ordinary window").waitFor();
      });
    }
  });
});
