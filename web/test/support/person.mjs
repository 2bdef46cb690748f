import { launchChromium } from "./chromium.mjs";
import { killHostWorker } from "./host-worker.mjs";
import { WatchedPage } from "./suite.mjs";

/** Somebody with a browser of their own, in which Paloma is open in one tab or more. */
export class Person {
  /**
   * @param {string} handle
   * @param {string} origin
   * @param {Awaited<ReturnType<typeof launchChromium>>} chromium
   */
  constructor(handle, origin, chromium) {
    this.handle = handle;
    this.origin = origin;
    this.chromium = chromium;
    /** @type {WatchedPage[]} */
    this.tabs = [];
  }

  /**
   * @param {string} handle
   * @param {string} origin
   * @param {string} [profile] the folder of the browser's profile, which stays; without one, it goes in the end
   */
  static async arrive(handle, origin, profile) {
    const person = new Person(handle, origin, await launchChromium(profile));
    await person.openTab();
    return person;
  }

  /** Opens a tab, and waits until Paloma runs in it. */
  async openTab() {
    const watched = new WatchedPage(await this.chromium.context.newPage());
    const response = await watched.page.goto(`${this.origin}/`, { waitUntil: "load" });
    if (response?.status() !== 200) {
      throw new Error(`status ${response?.status()}`);
    }
    await this.begin(watched.page);
    this.tabs.push(watched);
    return watched.page;
  }

  get page() {
    return /** @type {WatchedPage} */ (this.tabs.at(-1)).page;
  }

  get complaints() {
    return this.tabs.flatMap(({ complaints }) => complaints);
  }

  /** @param {import("playwright-core").Page} page */
  async begin(page) {
    await page.evaluate(() => {
      const paloma = window.paloma.openPaloma();
      Object.assign(window, { host: paloma, changes: [] });
      paloma.subscribe((change) => window.changes.push(change));
    });
    await page.waitForFunction(() => ["blank", "ready", "locked"].includes(window.host.host().kind));
  }

  async reload() {
    await this.page.reload({ waitUntil: "load" });
    await this.begin(this.page);
  }

  /**
   * Does something. What is refused rejects with the problem's text.
   *
   * @param {import("../../src/model/commands.ts").Command} command
   * @returns {Promise<any>}
   */
  command(command) {
    return this.page.evaluate((command) => window.host.command(command), command);
  }

  /** @param {string | undefined} invite */
  async register(invite) {
    const { origin, handle } = this;
    const outcome = await this.command({ kind: "register", origin, handle, ...(invite ? { invite } : {}) });
    await this.isOnline();
    return outcome.text;
  }

  /**
   * Waits until something is so, by asking again and again.
   *
   * @template [T=undefined]
   * @param {(argument: T) => boolean | Promise<boolean>} holds run in the page
   * @param {T} [argument]
   */
  async until(holds, argument) {
    const deadline = Date.now() + 30_000;
    while (!(await this.page.evaluate(/** @type {any} */ (holds), argument))) {
      if (Date.now() > deadline) {
        throw new Error(`${this.handle} waited in vain for ${holds}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  isOnline() {
    return this.until(async () => (await window.host.connection()).state === "online");
  }

  /** @param {string} room */
  async texts(room) {
    const page = await this.page.evaluate((room) => window.host.timeline(room, { at: "end" }, 200), room);
    return page.entries.map(({ body }) => (body.kind === "message" ? body.text : body.kind));
  }

  /**
   * Waits until a room's last message says this.
   *
   * @param {string} room
   * @param {string} text
   */
  async hears(room, text) {
    await this.until(
      async ([room, text]) => {
        const page = await window.host.timeline(room, { at: "end" }, 1);
        const last = page.entries.at(-1)?.body;
        return last?.kind === "message" && last.text === text;
      },
      /** @type {const} */ ([room, text]),
    );
  }

  killWorker() {
    return killHostWorker(this.page);
  }

  close() {
    return this.chromium.close();
  }
}

/**
 * @param {string} room
 * @param {string} text
 * @returns {import("../../src/model/commands.ts").Command}
 */
export function message(room, text) {
  return { kind: "sendMessage", room, text, mentions: [], attachments: [] };
}
