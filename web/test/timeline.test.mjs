import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openView, VIEWS } from "./gallery/views.mjs";
import { startBrowserSuite } from "./support/suite.mjs";

/** @param {string} name */
const view = (name) => VIEWS.find((one) => one.name === name) ?? assert.fail(name);

describe("the timeline", () => {
  /** @type {import("./support/suite.mjs").BrowserSuite} */
  let suite;
  /** @type {import("playwright-core").Page} */
  let page;
  before(async () => {
    suite = await startBrowserSuite(new URL("gallery/dist/", import.meta.url));
    page = await suite.chromium.context.newPage();
    await page.setViewportSize({ width: 1280, height: 800 });
  });
  after(() => suite?.close());

  /** Where the first row that is in view stands, and how far the end is away. */
  const where = () =>
    page.evaluate(() => {
      const timeline = /** @type {HTMLElement} */ (document.querySelector(".main .timeline"));
      const rows = [...timeline.querySelectorAll("[data-row]")];
      const top = timeline.getBoundingClientRect().top;
      const first = rows.find((row) => row.getBoundingClientRect().bottom > top + 1);
      return {
        row: first?.getAttribute("data-row") ?? "",
        offset: Math.round((first?.getBoundingClientRect().top ?? 0) - top),
        toEnd: Math.round(timeline.scrollHeight - timeline.scrollTop - timeline.clientHeight),
        rows: rows.length,
      };
    });
  /** @param {string} row */
  const offsetOf = (row) =>
    page.evaluate((row) => {
      const timeline = /** @type {HTMLElement} */ (document.querySelector(".main .timeline"));
      const element = timeline.querySelector(`[data-row="${row}"]`);
      return Math.round((element?.getBoundingClientRect().top ?? 1e9) - timeline.getBoundingClientRect().top);
    }, row);
  const settled = () => page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 120)));
  /** @param {number} by */
  const scroll = async (by) => {
    await page.evaluate((by) => {
      const timeline = /** @type {HTMLElement} */ (document.querySelector(".main .timeline"));
      timeline.scrollTop += by;
    }, by);
    await settled();
  };
  /** @param {string} text */
  const receive = (text) =>
    page.evaluate((text) => {
      const { paloma, message, now } = window.gallery;
      const room = location.hash.split("/")[2] ?? "";
      paloma.receive(room, message("ben", now(), text));
    }, text);

  test("of a hundred thousand messages draws a few of them, and opens at the end", async () => {
    await openView(page, suite.server.origin, view("room-large"));
    await settled();
    const { rows, toEnd } = await where();
    assert.ok(rows <= 200, `${rows} rows`);
    assert.ok(toEnd <= 1, `${toEnd} from the end`);
  });

  test("does not jump when history comes above it", async () => {
    await openView(page, suite.server.origin, view("room-large"));
    await settled();
    await scroll(-600);
    for (let page_ = 0; page_ < 8; page_++) {
      const before = await where();
      await scroll(-400);
      // The row that was first has gone down by as much as somebody scrolled, whatever was loaded meanwhile.
      assert.ok(Math.abs((await offsetOf(before.row)) - before.offset - 400) <= 2, `round ${page_}`);
    }
    assert.ok((await where()).rows <= 200);
  });

  test("goes back and forth through what was dropped, and ends where it began", async () => {
    await openView(page, suite.server.origin, view("room-large"));
    await settled();
    const last = await page.locator(".main .message").last().textContent();
    for (let round = 0; round < 12; round++) {
      await scroll(-3000);
    }
    assert.notEqual(await page.locator(".main .message").last().textContent(), last);
    for (let round = 0; round < 40 && (await where()).toEnd > 1; round++) {
      await scroll(3000);
    }
    assert.equal(await page.locator(".main .message").last().textContent(), last);
  });

  test("follows new messages at the end", async () => {
    await openView(page, suite.server.origin, view("room-large"));
    await settled();
    for (let count = 0; count < 5; count++) {
      await receive(`Message ${count}\n\nof several lines`);
      await settled();
      assert.ok((await where()).toEnd <= 1);
    }
  });

  test("stays where it is read, and counts what is new", async () => {
    await openView(page, suite.server.origin, view("room-large"));
    await settled();
    await scroll(-1500);
    const before = await where();
    await receive("One more");
    await receive("And another");
    await settled();
    assert.equal(await offsetOf(before.row), before.offset);
    assert.equal((await page.locator(".jump").textContent())?.trim(), "2 new messages");
    await page.locator(".jump").click();
    await settled();
    assert.ok((await where()).toEnd <= 1);
    assert.equal(await page.locator(".jump").count(), 0);
  });

  test("does not jump when a message above is edited or a picture comes", async () => {
    await openView(page, suite.server.origin, view("room-large"));
    await settled();
    await scroll(-1200);
    const before = await where();
    await page.evaluate((row) => {
      const { paloma } = window.gallery;
      const room = location.hash.split("/")[2] ?? "";
      const entries = paloma.rooms_.get(room)?.entries ?? [];
      const at = entries.findIndex((entry) => entry.id === row);
      for (const entry of entries.slice(at - 3, at)) {
        void paloma.command({
          kind: "editMessage",
          room,
          message: entry.id,
          text: "much longer ".repeat(80),
          mentions: [],
        });
      }
    }, before.row);
    await settled();
    assert.ok(Math.abs((await offsetOf(before.row)) - before.offset) <= 1);
  });

  test("goes to the end when somebody writes", async () => {
    await openView(page, suite.server.origin, view("room-large"));
    await settled();
    await scroll(-5000);
    await page.locator(".composer-area").fill("Here I am");
    await page.keyboard.press("Enter");
    await page.locator(".message.own", { hasText: "Here I am" }).waitFor();
    await settled();
    assert.ok((await where()).toEnd <= 1);
  });

  test("a deleted message can be had back", async () => {
    await openView(page, suite.server.origin, view("room"));
    const own = page.locator(".message.own", { hasText: "migration test" });
    await own.focus();
    await page.locator(".message-actions button").last().click();
    await page.locator(".menu-item.danger").click();
    await own.waitFor({ state: "detached" });
    await page.locator(".toast .button").click();
    await own.waitFor();
  });

  test("↑ in an empty field edits the last message, Esc leaves it", async () => {
    await openView(page, suite.server.origin, view("room"));
    await page.locator(".composer-area").focus();
    await page.keyboard.press("ArrowUp");
    await page.locator(".composer-context").waitFor();
    assert.equal(await page.locator(".composer-area").inputValue(), "And the old pages redirect since noon.");
    await page.keyboard.press("Escape");
    await page.locator(".composer-context").waitFor({ state: "detached" });
    assert.equal(await page.locator(".composer-area").inputValue(), "");
  });

  test("what a hostile member writes is text", async () => {
    await openView(page, suite.server.origin, view("room-hostile"));
    const found = await page.evaluate(() => ({
      scripts: document.querySelectorAll(".timeline script, .timeline iframe, .timeline img").length,
      links: [...document.querySelectorAll(".timeline a")].map((link) => link.getAttribute("href") ?? ""),
      text: document.querySelector(".timeline")?.textContent ?? "",
      wide: document.documentElement.scrollWidth > innerWidth,
      violations: window.violations,
    }));
    assert.equal(found.scripts, 0);
    assert.ok(
      found.links.every((link) => /^https?:/.test(link)),
      `${found.links}`,
    );
    assert.ok(found.links.includes("https://xn--pple-43d.com/login"));
    assert.ok(!/[\u202a-\u202e\u2066-\u2069\u200b]/.test(found.text));
    assert.ok(found.text.includes("<script>alert(1)</script>"));
    assert.equal(found.wide, false);
    assert.deepEqual(found.violations, []);
  });
});
