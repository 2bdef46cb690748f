import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { startBrowserSuite } from "./support/suite.mjs";

const JVM_TRANSCRIPT = new URL("../../wasm/target/modules/transcript.txt", import.meta.url);
const ROOM_VECTORS = new URL("../../conformance/src/test/resources/room-vectors.json", import.meta.url);

/**
 * The published vectors with the sample of each that runs here: every stride-th case. The whole of all files runs on the
 * JVM. A stride is shorter than the cases of one suite, so that every suite is in every sample.
 *
 * @type {ReadonlyArray<readonly [file: string, stride: number]>}
 */
const PUBLISHED = [
  ["hpke-pq/test-vectors.json", 1],
  ["xwing/test-vectors.json", 1],
  ["mls/crypto-basics.json", 1],
  ["mls/deserialization.json", 1],
  ["mls/key-schedule.json", 1],
  ["mls/message-protection.json", 1],
  ["mls/messages.json", 17],
  ["mls/passive-client-handling-commit.json", 7],
  ["mls/passive-client-welcome.json", 5],
  ["mls/psk_secret.json", 1],
  ["mls/secret-tree.json", 1],
  ["mls/transcript-hashes.json", 1],
  ["mls/tree-math.json", 1],
  ["mls/tree-operations.json", 1],
  ["mls/tree-validation.json", 5],
  ["mls/treekem.json", 7],
  ["mls/welcome.json", 1],
];

describe("WebAssembly in the browser", () => {
  /** @type {import("./support/suite.mjs").BrowserSuite} */
  let suite;
  /** @type {import("./support/suite.mjs").WatchedPage} */
  let watched;

  before(async () => {
    suite = await startBrowserSuite(new URL("dist/", import.meta.url));
    watched = await suite.open();
  });
  after(() => suite?.close());

  test("writes the transcript of the JVM, byte for byte", async () => {
    const expected = await readFile(JVM_TRANSCRIPT, "utf8").catch(() => {
      throw new Error("no transcript of the JVM: build the Maven module wasm first");
    });
    const actual = await watched.page.evaluate(() => {
      const { Conformance, connectConformance } = window.paloma;
      return new Conformance(connectConformance({ answerWithin: 300_000 })).transcript();
    });
    const [expectedLines, actualLines] = [expected.split("\n"), actual.split("\n")];
    assert.ok(expectedLines.length > 1_000);
    assert.deepEqual(
      actualLines.filter((line, index) => line !== expectedLines[index]),
      [],
    );
    assert.equal(actual, expected);
  });

  test("gives every bad input its one typed refusal, and keeps working", async () => {
    const results = await watched.page.evaluate(() => {
      const { Conformance, connectConformance } = window.paloma;
      return new Conformance(connectConformance({ answerWithin: 300_000 })).hostileInput();
    });
    assert.ok(results.length > 1_000);
    assert.deepEqual(
      results.filter(({ expected, actual }) => expected !== actual),
      [],
    );
  });

  test("gives the answers that the standards print", async () => {
    const outcome = await watched.page.evaluate(() => {
      const { Conformance, connectConformance } = window.paloma;
      return new Conformance(connectConformance()).knownAnswers();
    });
    assert.deepEqual([outcome.failed, outcome.failures], [0, []]);
    assert.ok(outcome.passed > 20);
  });

  for (const [file, stride] of PUBLISHED) {
    const vectors = new URL(`../../../shared/vectors/${file}`, import.meta.url);
    const skip = existsSync(vectors) ? false : "these vectors are not on this machine";
    const sample = stride === 1 ? "" : `, every ${stride}th case`;
    test(`passes the published vectors ${file}${sample}`, { skip }, async () => {
      const outcome = await watched.page.evaluate(
        ([json, stride]) => {
          const { Conformance, connectConformance } = window.paloma;
          return new Conformance(connectConformance({ answerWithin: 120_000 })).vectors(json, stride);
        },
        /** @type {const} */ ([await readFile(vectors, "utf8"), stride]),
      );
      assert.deepEqual([outcome.failed, outcome.failures], [0, []]);
      assert.ok(outcome.passed > 0);
    });
  }

  test("merges rooms as the JVM does", async () => {
    const outcome = await watched.page.evaluate(
      (json) => {
        const { Conformance, connectConformance } = window.paloma;
        return new Conformance(connectConformance({ answerWithin: 120_000 })).vectors(json, 1);
      },
      await readFile(ROOM_VECTORS, "utf8"),
    );
    assert.deepEqual([outcome.kind, outcome.failed, outcome.failures], ["paloma room", 0, []]);
    assert.ok(outcome.passed > 100);
  });

  test("passes its own check", async () => {
    assert.deepEqual(await watched.page.evaluate(() => window.paloma.startCore().selfCheck()), []);
  });

  test("complains about nothing", () => assert.deepEqual(watched.complaints, []));
});
