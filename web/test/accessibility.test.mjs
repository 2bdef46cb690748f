import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { openView, VIEWS } from "./gallery/views.mjs";
import { startBrowserSuite } from "./support/suite.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const EVERYTHING = { runOnly: { type: "tag", values: TAGS } };
/** A theme changes colours and nothing else. */
const COLOURS = { runOnly: { type: "rule", values: ["color-contrast"] } };
const OTHER_THEMES = ["dark", "contrast"];
const RIGHT_TO_LEFT = ["join", "room", "thread", "details", "search", "settings-server"];

/**
 * What axe finds in the page, a line each.
 *
 * @param {import("playwright-core").Page} page
 * @param {object} rules
 */
async function findings(page, rules) {
  return page.evaluate(async (rules) => {
    const { violations } = await /** @type {any} */ (window).axe.run(document, rules);
    return violations.flatMap((/** @type {any} */ violation) =>
      violation.nodes.map(
        (/** @type {any} */ node) =>
          `${violation.id}: ${node.target.join(" ")} ${[...node.any, ...node.all, ...node.none][0]?.message ?? ""}`,
      ),
    );
  }, rules);
}

describe("every view is accessible", () => {
  /** @type {import("./support/suite.mjs").BrowserSuite} */
  let suite;
  /** @type {import("playwright-core").Page} */
  let page;

  before(async () => {
    suite = await startBrowserSuite(new URL("gallery/dist/", import.meta.url));
    page = await suite.chromium.context.newPage();
    await page.emulateMedia({ reducedMotion: "reduce" });
  });
  after(() => suite?.close());

  for (const view of VIEWS) {
    test(view.name, async () => {
      await openView(page, suite.server.origin, view, { theme: "light" });
      await page.evaluate(axe);
      assert.deepEqual(await findings(page, EVERYTHING), []);
      for (const theme of OTHER_THEMES) {
        await page.evaluate((theme) => {
          document.documentElement.dataset.theme = theme;
          // Colours go over in a moment, those of a child after its parent's; axe is to see where they end.
          return new Promise((resolve) => {
            let quiet = 0;
            const look = () => {
              const under = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
              for (const animation of under) {
                animation.finish();
              }
              quiet = under.length === 0 ? quiet + 1 : 0;
              if (quiet === 3) {
                resolve(undefined);
              } else {
                requestAnimationFrame(look);
              }
            };
            requestAnimationFrame(look);
          });
        }, theme);
        assert.deepEqual(await findings(page, COLOURS), [], theme);
      }
      assert.deepEqual(await page.evaluate(() => window.violations), [], "the content security policy was violated");
    });
  }

  for (const view of VIEWS.filter(({ name }) => RIGHT_TO_LEFT.includes(name))) {
    test(`${view.name}, right to left`, async () => {
      await openView(page, suite.server.origin, view, { theme: "light", language: "ar" });
      await page.evaluate(axe);
      assert.deepEqual(await findings(page, EVERYTHING), []);
    });
  }
});
