import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { useModules } from "./support/modules.mjs";

const loadModule = useModules();

/** A module of the interface. @param {string} path */
const load = (path) => loadModule(`/src/app/${path}`);

describe("what other people write", () => {
  test("can't turn the direction of what stands around it", async () => {
    const { harmlessText } = await load("text/harmless.ts");
    assert.equal(harmlessText("a\u202eb\u202cc\u2066d\u2069\u200fe\u061cf"), "abcdef");
  });

  test("hides nothing", async () => {
    const { harmlessText } = await load("text/harmless.ts");
    assert.equal(harmlessText("pay\u200bpal\u2060 \ufeffx\u00ad\u{e0041}y \u200dz"), "paypal xy z");
  });

  test("keeps what joins emoji, and letters of scripts that want it", async () => {
    const { harmlessText } = await load("text/harmless.ts");
    const family = "👨‍👩‍👧‍👦";
    const scotland = "\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}";
    const persian = "می\u200cخواهم";
    assert.equal(harmlessText(`${family} ${scotland} ${persian}`), `${family} ${scotland} ${persian}`);
  });

  test("does not pile up", async () => {
    const { harmlessText } = await load("text/harmless.ts");
    assert.equal([...harmlessText(`Z${"\u0301".repeat(500)}`)].length, 5);
  });

  test("of one line is one line, and not too long", async () => {
    const { harmlessLine } = await load("text/harmless.ts");
    assert.equal(harmlessLine("a\n\n b\t c"), "a b c");
    assert.equal([...harmlessLine("👍".repeat(200), 10)].length, 10);
  });
});

describe("a link", () => {
  test("leads to the web or a mailbox only", async () => {
    const { safeLink } = await load("text/links.ts");
    for (const address of [
      "javascript:alert(1)",
      "data:text/html,x",
      "file:///etc/passwd",
      "vbscript:x",
      "https://user:secret@bank.example/",
      "//example.org",
      "no address",
    ]) {
      assert.equal(safeLink(address), undefined, address);
    }
    assert.equal(safeLink("https://example.org/a").shown, "example.org/a");
    assert.equal(safeLink("mailto:ana@example.org").shown, "ana@example.org");
  });

  test("of look-alike letters shows what it is", async () => {
    const { safeLink } = await load("text/links.ts");
    assert.equal(safeLink("https://аpple.com/login").host, "xn--pple-43d.com");
  });

  test("in a text ends before the punctuation behind it, and after a bracket that belongs to it", async () => {
    const { findLinks } = await load("text/links.ts");
    assert.deepEqual(findLinks("See https://a.example/x. And (https://b.example/y)!"), [
      "See ",
      { address: "https://a.example/x" },
      ". And (",
      { address: "https://b.example/y" },
      ")!",
    ]);
    assert.deepEqual(findLinks("https://en.example/Dove_(bird)"), [{ address: "https://en.example/Dove_(bird)" }]);
  });
});

describe("markdown", () => {
  for (const [what, text] of /** @type {const} */ ([
    ["quotes as deep as they go", ">".repeat(5000)],
    ["brackets that never close", "[".repeat(12_000)],
    ["stars that never close", "*a **b ".repeat(3000)],
    ["lists in lists", Array.from({ length: 500 }, (_, depth) => `${"  ".repeat(depth)}- x`).join("\n")],
    ["a megabyte", "word ".repeat(200_000)],
  ])) {
    test(`does not choke on ${what}`, async () => {
      const { parseMessage } = await load("markdown/parse.ts");
      assert.ok(["plain", "tree"].includes(parseMessage(text).kind));
    });
  }

  test("has no HTML in it", async () => {
    const { parseMessage } = await load("markdown/parse.ts");
    const text = JSON.stringify(parseMessage("<b>x</b>\n\n<script>1</script> &lt;i&gt;").root);
    assert.ok(!text.includes('"html"'));
    assert.ok(text.includes("<script>1</script> <i>"));
  });

  test("knows when a message is only emoji", async () => {
    const { isOnlyEmoji } = await load("markdown/parse.ts");
    assert.ok(isOnlyEmoji("👍🏽 👨‍👩‍👧‍👦"));
    assert.ok(!isOnlyEmoji("👍👍👍👍"));
    assert.ok(!isOnlyEmoji("12"));
    assert.ok(!isOnlyEmoji("ok 👍"));
  });
});

describe("an address", () => {
  test("says where one is, and back", async () => {
    const { parseRoute, formatRoute } = await load("state/route.ts");
    for (const address of [
      "#/",
      "#/room/ab12",
      "#/room/ab12/at/cd",
      "#/room/ab12/thread/cd",
      "#/room/ab12/pins",
      "#/settings/devices",
      "#/search",
      "#join=q-_1",
      "#reset=ana/q1",
    ]) {
      assert.equal(formatRoute(parseRoute(address)), address);
    }
  });

  test("that means nothing is the start page", async () => {
    const { parseRoute } = await load("state/route.ts");
    for (const address of ["", "#", "#/nowhere", "#/room/", "#/room/<script>", "#/settings/../x"]) {
      assert.ok(["home", "settings"].includes(parseRoute(address).at), address);
    }
  });
});

describe("rows", () => {
  const entry = (/** @type {string} */ id, /** @type {string} */ account, /** @type {number} */ time) => ({
    id,
    account,
    time,
    body: { kind: "message", text: id },
  });
  const minute = 60_000;
  const noon = Date.UTC(2025, 5, 3, 12);

  test("group by person within five minutes", async () => {
    const { rowsOf } = await load("timeline/rows.ts");
    const entries = [
      entry("a", "x", noon),
      entry("b", "x", noon + 4 * minute),
      entry("c", "x", noon + 10 * minute),
      entry("d", "y", noon + 11 * minute),
    ];
    const rows = rowsOf({ entries, lines: [], self: "me" });
    assert.deepEqual(
      rows.map((/** @type {any} */ row) => (row.kind === "entry" ? `${row.key}${row.head ? "+" : ""}` : row.kind)),
      ["day", "a+", "b", "c+", "d+"],
    );
  });

  test("say where the unread ones begin: behind the last that was read, before the first of somebody else", async () => {
    const { rowsOf } = await load("timeline/rows.ts");
    const entries = [entry("a", "x", noon), entry("b", "me", noon + 1), entry("c", "x", noon + 2)];
    const rows = rowsOf({ entries, lines: [], readUpTo: "a", self: "me" });
    assert.deepEqual(
      rows.map((/** @type {any} */ row) => row.key.replace(/^day.*/, "day")),
      ["day", "a", "b", "unread", "c"],
    );
  });
});

describe("the message files", () => {
  const read = (/** @type {string} */ language) =>
    JSON.parse(readFileSync(new URL(`../messages/${language}.json`, import.meta.url), "utf8"));
  const english = read("en");
  const texts = (/** @type {string | Record<string, string>} */ message) =>
    typeof message === "string" ? [message] : Object.values(message);
  const values = (/** @type {string} */ text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");

  for (const language of ["en", "de", "ar"]) {
    test(`${language}: every message, every plural, every value`, () => {
      const messages = read(language);
      assert.deepEqual(Object.keys(messages), Object.keys(english));
      const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort();
      for (const [key, message] of Object.entries(messages)) {
        if (typeof message !== "string") {
          assert.deepEqual(Object.keys(message).sort(), categories, key);
        }
        const wanted = new Set(texts(english[key]).flatMap(values));
        for (const text of texts(message)) {
          assert.notEqual(text.trim(), "", key);
          assert.ok(!text.includes("!"), `${key} shouts`);
          const own = values(text);
          assert.ok(
            own.every((name) => wanted.has(name)),
            `${key}: ${text}`,
          );
          assert.ok(
            [...wanted].every((name) => name === "count" || own.includes(name)),
            `${key}: ${text}`,
          );
        }
      }
    });
  }
});
