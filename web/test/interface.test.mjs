import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launchChromium } from "./support/chromium.mjs";
import { RunningNode } from "./support/node.mjs";
import { WatchedPage } from "./support/suite.mjs";

/** Two people, two browsers, one node, and the page that it serves: nothing of it is a fake. */
describe("two people in their browsers", () => {
  /** @type {RunningNode} */
  let node;
  /** @type {Awaited<ReturnType<typeof launchChromium>>[]} */
  const browsers = [];
  /** @type {import("playwright-core").Page} */
  let ana;
  /** @type {import("playwright-core").Page} */
  let ben;
  /** @type {WatchedPage[]} */
  const watched = [];

  const open = async () => {
    const browser = await launchChromium();
    browsers.push(browser);
    const page = new WatchedPage(await browser.context.newPage());
    watched.push(page);
    page.page.setDefaultTimeout(20_000);
    await page.page.setViewportSize({ width: 1280, height: 800 });
    return page.page;
  };
  before(async () => {
    node = await RunningNode.start(new URL("../dist/", import.meta.url));
    ana = await open();
    ben = await open();
  });
  after(async () => {
    await Promise.all(browsers.map((browser) => browser.close()));
    await node?.close();
  });

  /** Opens an invite and goes through the first minute. @param {import("playwright-core").Page} page @param {string} link @param {string} handle */
  const join = async (page, link, handle) => {
    await page.goto(link);
    await page.locator(".first input").fill(handle);
    await page.keyboard.press("Enter");
    await page.locator(".key-groups").waitFor();
    const groups = await page.locator(".key-groups li").allTextContents();
    assert.equal(groups.length, 8);
    // Whoever closes the page in between is shown the key again.
    await page.reload();
    await page.locator(".key-groups").waitFor();
    assert.deepEqual(await page.locator(".key-groups li").allTextContents(), groups);
    await page.locator(".first-card > .button.primary").click();
    for (const [index, label] of (await page.locator(".field label").allTextContents()).entries()) {
      await page
        .locator(".field input")
        .nth(index)
        .fill(groups[Number(/\d+/.exec(label)?.[0]) - 1] ?? "");
    }
    await page.keyboard.press("Enter");
    await page.locator(".shell").waitFor();
  };
  /** @param {import("playwright-core").Page} page @param {string} text */
  const write = async (page, text) => {
    await page.locator(".main .composer-area").fill(text);
    await page.keyboard.press("Enter");
  };
  /** @param {import("playwright-core").Page} page @param {string} text */
  const message = (page, text) => page.locator(".main .message", { hasText: text });

  test("open their invites, keep their keys, and are in", async () => {
    await join(ana, node.link, "ana");
    const outcome = await ana.evaluate(() => location.hash);
    assert.equal(outcome, "#/");
    await ana.goto(`${node.origin}/#/settings/administration`);
    await ana.locator(".settings-section .button.primary").click();
    const link = await ana.locator(".link-box .mono").textContent();
    await join(ben, link ?? "", "ben");
  });

  test("meet in a room by its link, and talk", async () => {
    await ana.goto(`${node.origin}/#/`);
    await ana.locator(".sidebar-head .icon-button").click();
    await ana.locator(".option").nth(1).click();
    await ana.locator("dialog input").first().fill("launch");
    await ana.locator("dialog .button.primary").click();
    await ana.locator(".composer-area").waitFor();
    await ana.locator(".empty .button.primary").click();
    await ana.locator("dialog .button", { hasText: "Create a link" }).click();
    const link = await ana.locator(".link-box .mono").textContent();
    await ana.keyboard.press("Escape");

    await ben.goto("about:blank");
    await ben.goto(link ?? "");
    await ben.locator("dialog .button.primary").click();
    await ben.locator(".composer-area").waitFor();
    await write(ben, "Hello from **Ben**");
    await message(ana, "Hello from Ben").waitFor();
    await write(ana, "Hello Ben");
    await message(ben, "Hello Ben").waitFor();
    await ana.locator(".tick.read").first().waitFor();
  });

  test("react, edit, answer in a thread, send a file, delete", async () => {
    await message(ben, "Hello Ben").focus();
    await ben.locator(".message-actions button").first().click();
    await ben.locator(".emoji-cell").first().click();
    await message(ana, "Hello Ben").locator(".reaction").waitFor();

    await ana.locator(".main .composer-area").focus();
    await ana.keyboard.press("ArrowUp");
    await ana.locator(".composer-context").waitFor();
    await write(ana, "Hello Ben, good morning");
    await message(ben, "good morning").locator(".edited").waitFor();

    await ana
      .locator("input[type=file]")
      .setInputFiles([{ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("notes") }]);
    await ana.locator(".upload progress").waitFor({ state: "detached" });
    await write(ana, "Here are the notes");
    await ben.locator(".file-card", { hasText: "notes.txt" }).waitFor();
    const [download] = await Promise.all([ben.waitForEvent("download"), ben.locator(".file-card button").click()]);
    assert.equal(download.suggestedFilename(), "notes.txt");

    await message(ben, "good morning").focus();
    await ben.locator(".message-actions button").nth(2).click();
    await ben.locator(".aside .composer-area").fill("In the thread");
    await ben.locator(".aside .composer-area").press("Enter");
    await ana.locator(".replies").waitFor();
  });

  test("find what was written", async () => {
    await ana.goto(`${node.origin}/#/search`);
    await ana.locator("input[type=search]").fill("morni");
    await ana.locator(".entry-card", { hasText: "good morning" }).waitFor();
    await ana.locator(".entry-card").first().click();
    await ana.locator(".message.highlighted").waitFor();
  });

  test("go on without the server: read, write, open again; it is sent when the server is back", async () => {
    // The worker that opens the page has what it needs once it is active.
    await ana.evaluate(async () => void (await navigator.serviceWorker.ready));
    await node.pause();
    await ana.locator(".banner").waitFor();
    await write(ana, "Written without a server");
    await message(ana, "Written without a server").waitFor();
    await ana.reload();
    await ana.locator(".shell").waitFor();
    await message(ana, "Written without a server").waitFor();
    await node.resume();
    await message(ben, "Written without a server").waitFor({ timeout: 60_000 });
    assert.equal(await message(ben, "Written without a server").count(), 1);
  });

  test("and nothing on the way violated the policy or failed unseen", () => {
    const complaints = watched
      .flatMap((page) => page.complaints)
      .filter((text) => !/ERR_CONNECTION|WebSocket connection/.test(text));
    assert.deepEqual(complaints, []);
  });
});
