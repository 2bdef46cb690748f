import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openView } from "./gallery/views.mjs";
import { startBrowserSuite } from "./support/suite.mjs";

describe("without a mouse", () => {
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

  /** @param {...string} keys */
  const press = async (...keys) => {
    for (const key of keys) {
      await page.keyboard.press(key);
    }
  };
  /** Goes on with Tab until something has the focus. @param {string} selector */
  const tabTo = async (selector) => {
    for (let step = 0; step < 60; step++) {
      if (await page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, selector)) {
        return;
      }
      await press("Tab");
    }
    assert.fail(`${selector} is not reached`);
  };

  test("somebody joins and keeps the recovery key", async () => {
    await openView(page, suite.server.origin, { name: "join", scene: "blank", at: "#join=q0f3T8aYx2LmN5cVbK7w" });
    await page.keyboard.type("mila");
    await press("Enter");
    await page.locator(".key-groups").waitFor();
    const groups = await page.locator(".key-groups li").allTextContents();
    await tabTo(".button.primary");
    await press("Enter");
    await page.locator(".field").nth(1).waitFor();
    for (const label of await page.locator(".field label").allTextContents()) {
      await page.keyboard.type(groups[Number(/\d+/.exec(label)?.[0]) - 1]?.toLowerCase() ?? "");
      await press("Tab");
    }
    await press("Shift+Tab", "Enter");
    await page.locator(".shell").waitFor();
  });

  test("somebody goes to a room by its name, writes, reacts and answers in a thread", async () => {
    await openView(page, suite.server.origin, { name: "home" });
    await press("Control+k");
    await page.keyboard.type("lau");
    await press("Enter");
    await page.locator(".main .composer-area").waitFor();
    await page.waitForFunction(() => document.activeElement?.matches(".composer-area"));
    await page.keyboard.type("From the keyboard :tada");
    await page.locator(".completion").first().waitFor();
    await press("Enter", "Enter");
    const own = page.locator(".message.own", { hasText: "From the keyboard 🎉" });
    await own.waitFor();

    await press("Shift+Tab", "Shift+Tab");
    await tabTo(".timeline");
    await press("ArrowUp");
    assert.ok(await own.evaluate((element) => element === document.activeElement));
    await tabTo(".message-actions .icon-button");
    await press("Enter");
    await page.locator(".emoji-cell").first().waitFor();
    await page.keyboard.type("rocket");
    await page.locator(".emoji-cell").first().waitFor();
    await press("Enter");
    await own.locator(".reaction").waitFor();

    await own.focus();
    await tabTo(".message-actions .icon-button:nth-of-type(3)");
    await press("Enter");
    await page.locator(".aside .composer-area").waitFor();
    await page.waitForFunction(() => document.activeElement?.matches(".aside .composer-area"));
    await page.keyboard.type("And in the thread");
    await press("Enter");
    await page.locator(".aside .message", { hasText: "And in the thread" }).waitFor();
    await press("Escape");
    await page.locator(".aside").waitFor({ state: "detached" });
  });

  test("somebody searches, opens what was found, and changes what they wrote last", async () => {
    await openView(page, suite.server.origin, { name: "home" });
    await press("Control+Shift+F");
    await page.waitForFunction(() => document.activeElement?.matches("input[type=search]"));
    await page.keyboard.type("check");
    await page.locator(".entry-card").first().waitFor();
    await tabTo(".entry-card");
    await press("Enter");
    await page.locator(".message.highlighted").waitFor();
    await press("Escape");
    await page.waitForFunction(() => document.activeElement?.matches(".composer-area"));
    await page.keyboard.type("A word too few");
    await press("Enter");
    await page.locator(".message.own", { hasText: "A word too few" }).waitFor();
    await press("ArrowUp");
    await page.locator(".composer-context").waitFor();
    await page.waitForFunction(() => document.querySelector("textarea")?.value === "A word too few");
    await press("End");
    await page.keyboard.type(" is here now");
    await press("Enter");
    await page.locator(".message.own", { hasText: "A word too few is here now" }).locator(".edited").waitFor();
  });

  test("Alt and an arrow go to the next room with something new", async () => {
    await openView(page, suite.server.origin, { name: "home" });
    await press("Alt+ArrowDown");
    await page.locator(".room-title", { hasText: "launch" }).waitFor();
    await press("Alt+ArrowDown");
    await page.locator(".room-title", { hasText: "design" }).waitFor();
    await press("Alt+ArrowUp");
    await page.waitForFunction(() => document.querySelector(".room-title")?.textContent?.includes("design") === false);
  });

  test("a dialog keeps the focus, gives it back, and Esc closes it", async () => {
    await openView(page, suite.server.origin, { name: "home" });
    await tabTo(".sidebar-head .icon-button");
    await press("Enter");
    await page.waitForFunction(() => document.activeElement?.closest("dialog") !== null);
    for (let step = 0; step < 8; step++) {
      await press("Tab");
      assert.ok(
        await page.evaluate(
          () => document.activeElement === document.body || document.activeElement?.closest("dialog") !== null,
        ),
      );
    }
    await press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });
    await page.waitForFunction(() => document.activeElement?.matches(".sidebar-head .icon-button"));
  });
});
