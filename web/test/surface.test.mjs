import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { startBrowserSuite } from "./support/suite.mjs";

/** @type {import("./support/suite.mjs").BrowserSuite} */
let suite;

before(async () => {
  suite = await startBrowserSuite(new URL("dist/", import.meta.url));
});
after(() => suite?.close());

describe("the exported surface", () => {
  /** @type {import("playwright-core").Page} */
  let page;

  before(async () => {
    page = (await suite.open()).page;
  });

  test("has the operations that the core's types know, and no other", async () => {
    const [typed, actual] = await page.evaluate(async () => {
      const { CORE_OPERATIONS, connectCore, listOperations } = window.paloma;
      return [CORE_OPERATIONS, await listOperations(connectCore())];
    });
    assert.deepEqual(actual, typed);
  });

  test("has the operations that the test module's types know, and no other", async () => {
    const [typed, actual] = await page.evaluate(async () => {
      const { CONFORMANCE_OPERATIONS, connectConformance, listOperations } = window.paloma;
      return [CONFORMANCE_OPERATIONS, await listOperations(connectConformance())];
    });
    assert.deepEqual(actual, typed);
  });

  test("answers with the types that it promises", async () => {
    const pom = await readFile(new URL("../../wasm/pom.xml", import.meta.url), "utf8");
    const answers = await page.evaluate(async () => {
      const core = window.paloma.startCore();
      const bytes = await core.randomBytes(5);
      return [await core.version(), Array.isArray(await core.selfCheck()), bytes instanceof Uint8Array, bytes.length];
    });
    assert.deepEqual(answers, [/<version>([^<]+)</.exec(pom)?.[1], true, true, 5]);
  });

  for (const [what, operation, body, reason] of /** @type {const} */ ([
    ["an unknown operation", 999, [], "UNKNOWN_OPERATION"],
    ["a missing body", 3, [], "TRUNCATED"],
    ["bytes after the body", 1, [0], "TRAILING_BYTES"],
    ["bytes after the list", 0, [0], "TRAILING_BYTES"],
    ["too much", 3, [0xff, 0xff, 0xff, 0xff], "INVALID_ARGUMENT"],
  ])) {
    test(`refuses ${what} with a reason, and keeps working`, async () => {
      const answers = await page.evaluate(
        async ([operation, body]) => {
          const { Core, connectCore, perform } = window.paloma;
          const client = connectCore();
          const write = (/** @type {{ uint8(value: number): unknown }} */ out) => body.map((byte) => out.uint8(byte));
          const refusal = await perform(client, operation, write, () => "accepted").catch((e) => [e.name, e.reason]);
          return [refusal, await new Core(client).version()];
        },
        /** @type {const} */ ([operation, [...body]]),
      );
      assert.deepEqual(answers, [["CoreRefusal", reason], "0.1.0"]);
    });
  }

  test("refuses an empty request", async () => {
    const response = await page.evaluate(async () =>
      Array.from(await window.paloma.connectCore().call(new Uint8Array(0))).slice(0, 11),
    );
    assert.deepEqual(response, [1, 9, ...Buffer.from("TRUNCATED")]);
  });
});

describe("randomness", () => {
  test("comes in every length, over the borders of getRandomValues", async () => {
    const { page } = await suite.open();
    const lengths = [0, 1, 32, 65_535, 65_536, 65_537, 131_073, 1_048_576];
    const answers = await page.evaluate(async (lengths) => {
      const core = window.paloma.startCore();
      return Promise.all(
        lengths.map(async (length) => {
          const bytes = await core.randomBytes(length);
          return { length: bytes.length, values: new Set(bytes).size, tail: bytes.slice(-32).join() };
        }),
      );
    }, lengths);
    assert.deepEqual(
      answers.map(({ length }) => length),
      lengths,
    );
    assert.ok(answers.filter(({ length }) => length > 60_000).every(({ values }) => values === 256));
    const tails = answers.filter(({ length }) => length >= 32).map(({ tail }) => tail);
    assert.equal(new Set(tails).size, tails.length);
  });

  for (const [what, value] of /** @type {const} */ ([
    ["no crypto", "undefined"],
    ["a crypto without getRandomValues", "{}"],
  ])) {
    test(`is refused in a browser with ${what}`, async () => {
      const { page } = await suite.open();
      const thrown = await page.evaluate(async (value) => {
        const module = await window.paloma.loadConformance();
        Object.defineProperty(globalThis, "crypto", { value: value === "{}" ? {} : undefined });
        try {
          return `gave ${module.call(Int8Array.of(0, 106, 0, 32)).join()}`;
        } catch (error) {
          return /** @type {Error} */ (error).message;
        }
      }, value);
      assert.equal(thrown, "the platform has no cryptographic source of randomness");
    });
  }
});
