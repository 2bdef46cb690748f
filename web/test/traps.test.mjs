import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startBrowserSuite } from "./support/suite.mjs";

/** @type {import("./support/suite.mjs").BrowserSuite} */
let suite;

before(async () => {
  suite = await startBrowserSuite(new URL("dist/", import.meta.url));
});
after(() => suite?.close());

describe("a trap", () => {
  /** @type {import("playwright-core").Page} */
  let page;

  before(async () => {
    page = (await suite.open()).page;
  });

  for (const [trap, kind] of /** @type {const} */ ([
    ["DIVIDE_BY_ZERO", "divide by zero"],
    ["STACK_OVERFLOW", "stack overflow"],
    ["NEGATIVE_ARRAY_SIZE", "out of memory"],
    ["HUGE_ARRAY", "out of memory"],
    ["UNCAUGHT_EXCEPTION", "uncaught exception"],
    ["ENDLESS_LOOP", "no answer"],
  ])) {
    test(`${trap} is named, ends all waiting requests, and the next call works`, async () => {
      const outcome = await page.evaluate(async (trap) => {
        const { Conformance, connectConformance, listOperations } = window.paloma;
        /** @type {string[]} */
        const told = [];
        const client = connectConformance({ answerWithin: 10_000, onTrap: ({ kind }) => told.push(kind) });
        const before = Object.keys(await listOperations(client)).length;
        const named = (/** @type {unknown} */ error) => {
          const { name, kind } = /** @type {import("../src/core/trap.ts").CoreTrap} */ (error);
          return `${name} ${kind}`;
        };
        const ended = await Promise.all([
          new Conformance(client).trap(trap).then(() => "no trap", named),
          listOperations(client).then(() => "answered", named),
          listOperations(client).then(() => "answered", named),
        ]);
        const after = Object.keys(await listOperations(client)).length;
        client.close();
        return { told, ended, same: before === after };
      }, trap);
      const expected = `CoreTrap ${kind}`;
      assert.deepEqual(outcome, { told: [kind], ended: [expected, expected, expected], same: true });
    });
  }

  test("twice in a row is survived twice", async () => {
    const kinds = await page.evaluate(async () => {
      const { Conformance, connectConformance } = window.paloma;
      const conformance = new Conformance(connectConformance());
      const kinds = [];
      for (const trap of /** @type {const} */ (["DIVIDE_BY_ZERO", "STACK_OVERFLOW"])) {
        kinds.push(
          await conformance.trap(trap).then(
            () => "none",
            (error) => error.kind,
          ),
        );
      }
      return kinds;
    });
    assert.deepEqual(kinds, ["divide by zero", "stack overflow"]);
  });

  test("of a worker that cannot be loaded is named as well", async () => {
    const kind = await page.evaluate(async () => {
      const { CoreClient, startWorker } = window.paloma;
      const client = new CoreClient(() => startWorker("/assets/absent.js", "absent"));
      return client.call(new Uint8Array(2)).then(
        () => "answered",
        (error) => error.kind,
      );
    });
    assert.equal(kind, "worker failed");
  });
});

describe("a client", () => {
  test("takes no more requests than its bound, and answers those that it took", async () => {
    const { page } = await suite.open();
    const outcome = await page.evaluate(async () => {
      const { connectCore } = window.paloma;
      const client = connectCore({ maxPending: 3 });
      const calls = Array.from({ length: 5 }, () => client.call(Uint8Array.of(0, 1)));
      return (await Promise.allSettled(calls)).map((one) => (one.status === "rejected" ? one.reason.name : one.status));
    });
    assert.deepEqual(outcome, ["fulfilled", "fulfilled", "fulfilled", "CoreBusy", "CoreBusy"]);
  });

  test("that is closed rejects what waits and what comes", async () => {
    const { page } = await suite.open();
    const kinds = await page.evaluate(async () => {
      const client = window.paloma.connectCore();
      const waiting = client.call(Uint8Array.of(0, 1));
      client.close();
      const later = client.call(Uint8Array.of(0, 1));
      return (await Promise.allSettled([waiting, later])).map((one) =>
        one.status === "rejected" ? one.reason.kind : "",
      );
    });
    assert.deepEqual(kinds, ["closed", "closed"]);
  });
});
