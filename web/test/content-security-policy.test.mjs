import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startBrowserSuite } from "./support/suite.mjs";

describe("under the content security policy", () => {
  /** @type {import("./support/suite.mjs").BrowserSuite} */
  let suite;
  /** @type {import("./support/suite.mjs").WatchedPage} */
  let watched;
  /** @type {import("playwright-core").Page} */
  let page;

  before(async () => {
    suite = await startBrowserSuite(new URL("dist/", import.meta.url));
    watched = await suite.open();
    page = watched.page;
  });
  after(() => suite?.close());

  test("exports take and give strings of any characters", async () => {
    const reversed = await page.evaluate(async () => {
      await window.paloma.underPolicy();
      const module = await window.paloma.loadConformance();
      return ["", "abc", "\u00e9\u4e16\u0000z", "x".repeat(10_000)].map((text) => module.reverse(text));
    });
    assert.deepEqual(reversed, ["", "cba", "z\u0000\u4e16\u00e9", "x".repeat(10_000)]);
  });

  test("a Java exception reaches JavaScript with its message", async () => {
    const caught = await page.evaluate(async () => {
      await window.paloma.underPolicy();
      const module = await window.paloma.loadConformance();
      try {
        return [module.fail("on purpose")];
      } catch (error) {
        return [error instanceof Error, /** @type {Error} */ (error).message];
      }
    });
    assert.deepEqual(caught, [true, "on purpose"]);
  });

  test("Java calls JavaScript and catches what it throws", async () => {
    const answers = await page.evaluate(async () => {
      await window.paloma.underPolicy();
      const module = await window.paloma.loadConformance();
      const thrower = () => {
        throw new Error("no");
      };
      return [module.callBack((text) => `${text}!`, "hello"), module.callBack(thrower, "hello")];
    });
    assert.deepEqual(answers, ["returned hello!", "threw (JavaScript) Error: no"]);
  });

  test("Java gives functions and promises", async () => {
    const answers = await page.evaluate(async () => {
      await window.paloma.underPolicy();
      const module = await window.paloma.loadConformance();
      const greet = module.prefix("Good morning, ");
      const broken = await module.promise("").catch((reason) => `broken: ${reason}`);
      return [greet("Ada"), greet("Grace"), await module.promise("kept"), broken];
    });
    assert.deepEqual(answers, ["Good morning, Ada", "Good morning, Grace", "kept", "broken: empty"]);
  });

  test("all of that violates nothing", async () => {
    assert.deepEqual(await page.evaluate(() => window.paloma.violations), []);
    assert.deepEqual(watched.complaints, []);
  });

  for (const [what, attempt, directive] of /** @type {const} */ ([
    // A string is refused for not being trusted before anybody asks whether evaluating is allowed.
    ["eval", "eval", "require-trusted-types-for"],
    ["new Function", "function", "require-trusted-types-for"],
    ["an untrusted worker address", "worker", "require-trusted-types-for"],
    ["another policy", "policy", "trusted-types"],
    ["an inline script", "inline", "require-trusted-types-for"],
  ])) {
    test(`${what} is refused`, async () => {
      const { page } = await suite.open();
      const violations = await page.evaluate(async (attempt) => {
        await window.paloma.underPolicy();
        const scope = /** @type {any} */ (globalThis);
        const attempts = {
          eval: () => scope.eval("1"),
          function: () => new scope.Function("return 1"),
          worker: () => new Worker("/assets/any.js"),
          policy: () => scope.trustedTypes.createPolicy("another", {}),
          inline: () => {
            document.createElement("script").text = "1";
          },
        };
        try {
          attempts[attempt]();
        } catch {
          // The report comes in a turn of its own, after the exception.
          for (let turn = 0; turn < 500 && window.paloma.violations.length === 0; turn++) {
            await window.paloma.underPolicy();
          }
          return window.paloma.violations;
        }
        return ["allowed"];
      }, attempt);
      assert.ok(
        violations.length > 0 && violations.every((violated) => violated.startsWith(directive)),
        `${violations}`,
      );
    });
  }

  test("a worker from elsewhere is refused by the policy that makes addresses trusted", async () => {
    const message = await page.evaluate(() => {
      const { startWorker } = window.paloma;
      return ["https://example.org/assets/a.js", "/other/a.js", "data:text/javascript,1"].map((url) => {
        try {
          startWorker(url, "no");
          return "started";
        } catch (error) {
          return /** @type {Error} */ (error).name;
        }
      });
    });
    assert.deepEqual(message, ["TypeError", "TypeError", "TypeError"]);
  });
});
