import { launchChromium } from "../test/support/chromium.mjs";
import { textOf, wordOf } from "./large-room.mjs";

/** @typedef {import("./large-room.mjs").LargeRoom} LargeRoom */

const SCROLLED_PAGES = 40;

/** Notes when an element is drawn for the first time, since the navigation began. @param {string} selector */
function noteWhenDrawn(selector) {
  const look = () => {
    if (document.querySelector(selector) === null) {
      requestAnimationFrame(look);
    } else {
      // Behind the next frame it is on the screen.
      requestAnimationFrame(() => setTimeout(() => Object.assign(window, { drawnAt: performance.now() })));
    }
  };
  requestAnimationFrame(look);
}

/** @param {import("playwright-core").Page} page */
async function drawnAt(page) {
  await page.waitForFunction(() => "drawnAt" in window, undefined, { timeout: 120_000 });
  return page.evaluate(() => /** @type {any} */ (window).drawnAt);
}

/** From a reload to the timeline drawn, in the page. @param {LargeRoom} large @param {number} iterations */
export async function measureOpening({ node, ada, room }, iterations) {
  const { page } = ada;
  await page.addInitScript(noteWhenDrawn, ".main .message");
  await page.goto(`${node.origin}/#/room/${room}`);
  await drawnAt(page);
  const runs = [];
  for (let run = 0; run < iterations; run++) {
    // What the last run began has ended: the connection is there, and what was stored is merged.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await page.reload();
    runs.push(await drawnAt(page));
  }
  return { "open: reload to timeline drawn": runs };
}

/** From an empty profile and cache to the first page that can be used. @param {LargeRoom} large @param {number} iterations */
export async function measureColdLoad({ node }, iterations) {
  const runs = [];
  for (let run = 0; run < iterations; run++) {
    const browser = await launchChromium();
    try {
      const page = await browser.context.newPage();
      await page.addInitScript(noteWhenDrawn, ".first button");
      await page.goto(node.origin);
      runs.push(await drawnAt(page));
    } finally {
      await browser.close();
    }
  }
  return { "cold load to usable": runs };
}

/** Searches, from the page that asks to its answer. @param {LargeRoom} large @param {number} iterations */
export async function measureSearch({ ada }, iterations) {
  const word = (/** @type {number} */ number) => wordOf(number);
  const swapped = (/** @type {string} */ text) => text.replace(/^(..)(.)(.)/, "$1$3$2");
  /** @type {Record<string, string[]>} */
  const kinds = {
    "search: a beginning": [word(40).slice(0, 3), word(900).slice(0, 4), word(12_345).slice(0, 5), "the la", "st"],
    "search: two words": [0, 17, 4_711, 50_000, 99_999].map((number) =>
      textOf(number).split(" ").slice(0, 2).join(" "),
    ),
    "search: a typing error": [1_001, 5_002, 9_003, 15_004, 25_005].map((number) => swapped(word(number))),
  };
  /** @type {Record<string, number[]>} */
  const figures = {};
  for (const [kind, searched] of Object.entries(kinds)) {
    const runs = [];
    for (let run = 0; run <= iterations; run++) {
      for (const words of searched) {
        const time = await ada.page.evaluate(async (words) => {
          const began = performance.now();
          await window.host.search(words, {});
          return performance.now() - began;
        }, words);
        // The first time loads the shards.
        runs.push(...(run === 0 ? [] : [time]));
      }
    }
    figures[kind] = runs;
  }
  return figures;
}

/** Scrolls back a screen at a time, and looks at each frame. @param {LargeRoom} large @param {number} iterations */
export async function measureScrolling({ ada }, iterations) {
  const { page } = ada;
  const longest = [];
  const long = [];
  for (let run = 0; run < iterations; run++) {
    await page.reload();
    await drawnAt(page);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const frames = await page.evaluate(async (pages) => {
      const timeline = /** @type {HTMLElement} */ (document.querySelector(".main .timeline"));
      /** @type {number[]} */
      const frames = [];
      let last = performance.now();
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      await frame();
      last = performance.now();
      for (let at = 0; at < pages; at++) {
        for (let step = 0; step < 12; step++) {
          timeline.scrollTop -= timeline.clientHeight / 12;
          await frame();
          const now = performance.now();
          frames.push(now - last);
          last = now;
        }
      }
      return frames;
    }, SCROLLED_PAGES);
    longest.push(Math.max(...frames));
    long.push(frames.filter((length) => length > 50).length);
  }
  return { longest, long };
}

/** From Enter in one browser to the message drawn in the other. @param {LargeRoom} large @param {number} iterations */
export async function measureDelivery({ node, ada, ben, room }, iterations) {
  await ben.page.goto(`${node.origin}/#/room/${room}`);
  await ada.page.reload();
  for (const { page } of [ada, ben]) {
    await page.locator(".main .message").first().waitFor();
    await page.locator(".banner").waitFor({ state: "detached" });
  }
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const runs = [];
  for (let run = 0; run < 6 * iterations; run++) {
    const text = `on the way ${run} ${Date.now()}`;
    const shown = ada.page.evaluate(
      (text) =>
        new Promise((resolve) => {
          const look = () => {
            const last = [...document.querySelectorAll(".main .message")].at(-1);
            if (last?.textContent?.includes(text)) {
              requestAnimationFrame(() => setTimeout(() => resolve(performance.timeOrigin + performance.now())));
            } else {
              requestAnimationFrame(look);
            }
          };
          look();
        }),
      text,
    );
    await ben.page.locator(".main .composer-area").fill(text);
    await ben.page.evaluate(() =>
      addEventListener(
        "keydown",
        () => Object.assign(window, { enteredAt: performance.timeOrigin + performance.now() }),
        { capture: true, once: true },
      ),
    );
    await ben.page.keyboard.press("Enter");
    const arrived = Number(await shown);
    runs.push(arrived - (await ben.page.evaluate(() => /** @type {any} */ (window).enteredAt)));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return { "send in one browser to shown in another": runs };
}
