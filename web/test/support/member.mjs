import assert from "node:assert/strict";
import { WatchedPage } from "./suite.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Locator} Locator */

/** Nothing on a page takes longer, on a machine that may be busy. */
const PATIENCE = 30_000;
/** Complaints of the browser about a server that is not there, which is what some tests are about. */
const AWAY = /ERR_CONNECTION|ERR_INTERNET_DISCONNECTED|WebSocket connection|net::ERR_FAILED/;

/** Somebody at a browser profile of their own. They do what a person can: see names and roles, click and type. */
export class Member {
  /**
   * @param {string} handle
   * @param {string} origin
   * @param {import("playwright-core").BrowserContext} context
   */
  constructor(handle, origin, context) {
    this.handle = handle;
    this.origin = origin;
    this.context = context;
    /** @type {WatchedPage[]} */
    this.tabs = [];
    this.recoveryKey = "";
    /** When they wrote last. */
    this.wroteAt = 0;
  }

  /**
   * @param {import("playwright-core").Browser} browser
   * @param {string} origin
   * @param {string} handle
   */
  static async sitDown(browser, origin, handle) {
    const viewport = { width: 1280, height: 800 };
    const context = await browser.newContext({ viewport, locale: "en-US", permissions: ["camera"] });
    context.setDefaultTimeout(PATIENCE);
    const member = new Member(handle, origin, context);
    await member.openTab();
    return member;
  }

  async openTab() {
    this.tabs.push(new WatchedPage(await this.context.newPage()));
    await this.page.goto(`${this.origin}/`);
    return this.page;
  }

  /** The tab that they look at: the newest. */
  get page() {
    return /** @type {WatchedPage} */ (this.tabs.at(-1)).page;
  }

  /** What their pages complained about, other than a server that was not there. */
  get complaints() {
    return this.tabs.flatMap((tab) => tab.complaints).filter((text) => !AWAY.test(text));
  }

  // The first minute

  /** Opens an invite, and goes on to the first page. @param {string} link */
  async register(link) {
    // Another address of the same page would not be loaded.
    await this.page.goto("about:blank");
    await this.page.goto(link);
    await this.page.getByLabel("Handle").fill(this.handle);
    await this.button("Continue").click();
    await this.keepKey();
  }

  /** Writes the recovery key down, and shows that it was. */
  async keepKey() {
    const groups = this.page.getByRole("list", { name: "Recovery key" }).getByRole("listitem");
    await groups.nth(7).waitFor();
    const key = await groups.allTextContents();
    this.recoveryKey = key.join(" ");
    await this.button("I have kept it").click();
    const fields = this.page.getByLabel(/^Group \d$/);
    await fields.first().waitFor();
    for (const label of await this.page.getByText(/^Group \d$/).allTextContents()) {
      await this.page.getByLabel(label).fill(key[Number(label.slice(6)) - 1] ?? "");
    }
    await this.button("Finish").click();
    await this.isIn();
  }

  async isIn() {
    await this.sidebar.waitFor();
  }

  // Where things are

  get sidebar() {
    return this.page.getByRole("navigation", { name: "Rooms and people" });
  }

  get dialog() {
    return this.page.getByRole("dialog");
  }

  /** The room itself, beside what stands in the third pane. */
  get room() {
    return this.page.getByRole("main");
  }

  get aside() {
    return this.page.getByRole("complementary");
  }

  get composer() {
    return this.room.getByRole("textbox", { name: /^Message / });
  }

  /** @param {string | RegExp} name @param {Page | Locator} [inside] */
  button(name, inside = this.page) {
    return inside.getByRole("button", typeof name === "string" ? { name, exact: true } : { name });
  }

  /** A message in the room by a part of what it says itself, not of what it answers. @param {string | RegExp} text @param {Locator} [inside] */
  message(text, inside = this.room) {
    return inside.getByRole("article").filter({ has: this.page.locator(".markdown").filter({ hasText: text }) });
  }

  /** The room in the list. @param {string} name */
  roomLink(name) {
    return this.sidebar.getByRole("link").filter({ hasText: name });
  }

  /** The first line of what is shown. @param {string} name */
  async isAt(name) {
    await this.page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
  }

  // What they do

  /** @param {string} name */
  async openRoom(name) {
    await this.roomLink(name).click();
    await this.isAt(name);
  }

  /** @param {string} name */
  async openSettings(name) {
    await this.sidebar.getByRole("link", { name: "Settings" }).click();
    await this.page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name }).click();
    await this.page.getByRole("heading", { level: 2, name }).waitFor();
  }

  /** @param {string} text */
  async write(text) {
    await this.composer.fill(text);
    await this.send();
  }

  /** Sends what stands in the field. */
  async send() {
    await this.composer.press("Enter");
    this.wroteAt = Date.now();
  }

  /** Waits until a message is in the room, once. @param {string} text */
  async sees(text) {
    await this.message(text).first().waitFor();
    assert.equal(await this.message(text).count(), 1, `${this.handle}: ${text}`);
  }

  /** Chooses from the menu of a message. @param {Locator} message @param {string} what */
  async choose(message, what) {
    await this.act(message, "More");
    await this.page.getByRole("menuitem", { name: what, exact: true }).click();
  }

  /** Presses one of the buttons that appear over a message. @param {Locator} message @param {string} what */
  async act(message, what) {
    // At its top, where nothing else of it can be meant.
    await message.hover({ position: { x: 30, y: 4 } });
    await this.button(what, message.getByRole("toolbar")).click();
  }

  /** @param {Locator} message @param {string} word what finds the emoji */
  async react(message, word) {
    await this.act(message, "React");
    await this.page.getByRole("searchbox", { name: "Search emoji" }).fill(word);
    await this.page.getByRole("dialog", { name: "Choose an emoji" }).getByRole("button").first().click();
  }

  /** Chooses from the menu of the room. @param {string} what */
  async roomMenu(what) {
    await this.button("More about this room", this.room).click();
    await this.page.getByRole("menu").getByText(what, { exact: true }).click();
  }

  /** Opens what a link in a message of somebody leads to. @param {string} link */
  async follow(link) {
    await this.page.evaluate((link) => {
      location.href = link;
    }, link);
  }

  /** Everything in a room but what was deleted, which later devices never had, from its first message on: the id of each entry and what it says. @param {string} room @param {string} first */
  async everything(room, first) {
    if ((await this.page.getByRole("heading", { level: 1, name: room, exact: true }).count()) === 0) {
      await this.openRoom(room);
    }
    const log = this.room.getByRole("log", { name: "Messages" });
    const deadline = Date.now() + PATIENCE;
    while ((await this.message(first).count()) === 0) {
      assert.ok(Date.now() < deadline, `${this.handle} does not find ${first}`);
      await log.press("Home");
      await this.page.waitForTimeout(50);
    }
    return this.room.evaluate((room) =>
      [.../** @type {NodeListOf<HTMLElement>} */ (room.querySelectorAll("article:not(:has(.gone))"))].map(
        (article) => ({
          id: article.dataset.row ?? "",
          text: [...article.querySelectorAll(".markdown, .poll-question")].map((part) => part.textContent).join(),
        }),
      ),
    );
  }

  close() {
    return this.context.close();
  }
}
