import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { RunningNode } from "./support/node.mjs";
import { message, Person } from "./support/person.mjs";

// Starting includes building the program, when that is stale.
const START_TIMEOUT = 600_000;

describe("the host of the engine", () => {
  /** @type {RunningNode} */
  let node;
  /** @type {Person} */
  let ada;
  /** @type {string} */
  let room;

  before(
    async () => {
      node = await RunningNode.start(new URL("dist/", import.meta.url));
      ada = await Person.arrive("ada", node.origin);
      await ada.register(node.link.split("#join=")[1]);
      const made = await ada.command({ kind: "createRoom", name: "Notes", members: [], whoMayAdd: "members" });
      room = made.room;
    },
    { timeout: START_TIMEOUT },
  );
  after(async () => {
    await ada?.close();
    await node?.close();
  });

  test("refuses with a problem what makes no sense, and goes on", async () => {
    const problems = await ada.page.evaluate(
      (room) =>
        Promise.all(
          [
            { kind: "sendMessage", room: "00", text: "", mentions: [], attachments: [] },
            { kind: "nonsense" },
            { kind: "lookUp", handle: "NOT A HANDLE" },
            { kind: "sendMessage", room, text: "", mentions: [], attachments: [] },
          ].map((command) =>
            window.host.command(/** @type {any} */ (command)).then(
              () => "done",
              (error) => error.problem.code,
            ),
          ),
        ),
      room,
    );
    assert.deepEqual(problems.slice(0, 3), ["invalid", "invalid", "invalid"]);
    assert.notEqual(problems[3], "done");
    assert.equal((await ada.command(message(room, "goes on"))).kind, "operation");
  });

  test("shows what is written as the model has it", async () => {
    const { entry } = await ada.command(message(room, "first text"));
    await ada.command({ kind: "editMessage", room, message: entry, text: "second text", mentions: [] });
    await ada.command({ kind: "react", room, message: entry, emoji: "👍", on: true });
    await ada.command({ kind: "pin", room, message: entry, on: true });
    await ada.command({
      kind: "sendMessage",
      room,
      text: "a reply in a thread",
      thread: entry,
      mentions: [],
      attachments: [],
    });
    const seen = await ada.page.evaluate(
      async ([room, id]) => {
        const found = await window.host.entry(room, id);
        const [thread] = await window.host.threads(room, 10);
        const [pinned] = await window.host.pinned(room, 10);
        const texts = await window.host.texts(room, id);
        const replies = await window.host.timeline(room, { at: "end" }, 10, id);
        return { found, thread: thread?.id, pinned: pinned?.id, texts: texts.map(({ text }) => text), replies };
      },
      /** @type {const} */ ([room, entry]),
    );
    assert.deepEqual([seen.thread, seen.pinned, seen.texts], [entry, entry, ["first text", "second text"]]);
    assert.ok(seen.found?.body.kind === "message" && seen.found.body.edited && seen.found.body.text === "second text");
    assert.deepEqual(seen.found.reactions, [{ emoji: "👍", count: 1, mine: true }]);
    assert.equal(seen.found.replies?.count, 1);
    assert.equal(seen.replies.entries.length, 1);
  });

  test("pages through a timeline in both directions and around an entry", async () => {
    await ada.page.evaluate(
      (room) =>
        Promise.all(
          Array.from({ length: 30 }, (_, index) =>
            window.host.command({ kind: "sendMessage", room, text: `line ${index}`, mentions: [], attachments: [] }),
          ),
        ),
      room,
    );
    // What no lane has accepted stands behind everything else, and moves when one does.
    await ada.until(async (room) => {
      const { entries } = await window.host.timeline(room, { at: "end" }, 30);
      return entries.every(({ delivery }) => delivery !== "queued");
    }, room);
    const pages = await ada.page.evaluate(async (room) => {
      const text = (/** @type {import("../src/model/views.ts").Entry} */ { body }) =>
        body.kind === "message" ? body.text : "";
      const end = await window.host.timeline(room, { at: "end" }, 5);
      const first = /** @type {import("../src/model/views.ts").Entry} */ (end.entries[0]);
      const before = await window.host.timeline(room, { at: "before", place: first.place }, 5);
      const last = /** @type {import("../src/model/views.ts").Entry} */ (before.entries[4]);
      const after = await window.host.timeline(room, { at: "after", place: last.place }, 50);
      const around = await window.host.timeline(room, { at: "around", entry: first.id }, 4);
      return [end, before, after, around].map(({ entries, more }) => ({ texts: entries.map(text), more }));
    }, room);
    const lines = (/** @type {number} */ from, /** @type {number} */ to) =>
      Array.from({ length: to - from }, (_, index) => `line ${from + index}`);
    assert.deepEqual(pages, [
      { texts: lines(25, 30), more: true },
      { texts: lines(20, 25), more: true },
      { texts: lines(25, 30), more: false },
      { texts: lines(23, 28), more: true },
    ]);
  });

  test("finds messages by their beginnings and with typing errors, and what was edited as it is now", async () => {
    const { entry } = await ada.command(message(room, "The Zürich conference was postponed"));
    const search = (/** @type {string} */ words, /** @type {object} */ filter = {}) =>
      ada.page.evaluate(([words, filter]) => window.host.search(words, filter), /** @type {const} */ ([words, filter]));
    for (const words of ["zurich", "confer postp", "conferense", "ZÜR"]) {
      const [hit] = await search(words);
      assert.equal(hit?.entry, entry, words);
      assert.equal(hit?.snippet, "The Zürich conference was postponed");
    }
    assert.deepEqual((await search("zurich"))[0]?.ranges, [[4, 10]]);
    assert.deepEqual(await search("zurich", { to: 1_000_000 }), []);
    assert.deepEqual(await search("zurich", { room: "00".repeat(32) }), []);
    await ada.command({ kind: "editMessage", room, message: entry, text: "The Basel meeting", mentions: [] });
    assert.deepEqual(await search("zurich"), []);
    assert.equal((await search("basel"))[0]?.entry, entry);
    await ada.reload();
    assert.equal((await search("basel"))[0]?.entry, entry);
  });

  test("finds after a crash what was searchable before and not stored yet, and what was edited meanwhile", async () => {
    const find = async (/** @type {string} */ words) =>
      (await ada.page.evaluate((words) => window.host.search(words, {}), words)).map(({ entry }) => entry);
    const stored = () =>
      ada.page.evaluate(async () => {
        const done = (/** @type {IDBRequest} */ request) =>
          new Promise((resolve) => request.addEventListener("success", () => resolve(request.result)));
        const database = await done(indexedDB.open("paloma"));
        const records = await done(database.transaction("search").objectStore("search").getAll());
        database.close();
        return records.map((/** @type {ArrayBuffer} */ record) => String(new Uint8Array(record))).join();
      });
    const { entry } = await ada.command(message(room, "Quinces ripen late"));
    assert.deepEqual(await find("quinces"), [entry]);
    await ada.killWorker();
    assert.deepEqual(await find("quinces"), [entry]);
    const before = await stored();
    await ada.command({ kind: "editMessage", room, message: entry, text: "Medlars ripen late", mentions: [] });
    assert.deepEqual(await find("quinces"), []);
    while ((await stored()) === before) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await ada.killWorker();
    assert.deepEqual(await find("medlars"), [entry]);
    assert.deepEqual(await find("quinces"), []);
  });

  test("leaves unanswered, while it starts, what was meant for the host before it", async () => {
    await ada.page.evaluate(() => {
      const channel = new BroadcastChannel("paloma");
      const early = { asked: 0, answers: /** @type {string[]} */ ([]), stop: () => clearInterval(timer) };
      channel.onmessage = ({ data }) => {
        if (data.to === "page" && data.id.startsWith("early")) {
          early.answers.push(data.problem?.code ?? "answered");
        }
      };
      const timer = setInterval(() => {
        channel.postMessage({ to: "host", id: `early ${early.asked++}`, method: "connection" });
      }, 4);
      Object.assign(window, { early });
    });
    await ada.killWorker();
    assert.ok((await ada.texts(room)).length > 0, "the next host is there");
    const { asked, answers } = await ada.page.evaluate(() => {
      const { early } = /** @type {any} */ (window);
      early.stop();
      return { asked: early.asked, answers: early.answers };
    });
    assert.deepEqual([...new Set(answers)], ["answered"]);
    assert.ok(answers.length < asked, "something was asked while there was no host");
  });

  test("encrypts a picture, uploads it with a thumbnail, and brings the same bytes back", async () => {
    const result = await ada.page.evaluate(async (room) => {
      const canvas = new OffscreenCanvas(900, 600);
      canvas.getContext("2d")?.fillRect(10, 10, 300, 300);
      const context = canvas.getContext("2d");
      // Noise does not compress: so it takes several pieces.
      const noise = new ImageData(900, 600);
      for (let at = 0; at < noise.data.length; at += 60_000) {
        crypto.getRandomValues(noise.data.subarray(at, at + 60_000));
      }
      context?.putImageData(noise, 0, 0);
      const png = await canvas.convertToBlob({ type: "image/png" });
      const file = new File([png], "a picture.png", { type: "image/png" });
      const attachment = await window.host.attach("one", room, file);
      const command = { kind: "sendMessage", room, text: "", mentions: [], attachments: [attachment] };
      const sent = await window.host.command(/** @type {any} */ (command));
      const entry = sent.kind === "operation" ? await window.host.entry(room, sent.entry) : undefined;
      const info = entry?.body.kind === "message" ? entry.body.attachments[0] : undefined;
      if (info === undefined) {
        throw new Error("no attachment");
      }
      const whole = await window.host.download(room, info, false);
      const small = await createImageBitmap(await window.host.download(room, info, true));
      const same = async (/** @type {Blob} */ a, /** @type {Blob} */ b) => {
        const [left, right] = await Promise.all([a.bytes(), b.bytes()]);
        return left.length === right.length && left.every((byte, index) => byte === right[index]);
      };
      const progress = window.changes.filter(({ kind }) => kind === "uploadProgress");
      return { info, same: await same(whole, file), small: [small.width, small.height], told: progress.length };
    }, room);
    assert.ok(result.same);
    assert.deepEqual([result.info.name, result.info.width, result.info.height], ["a picture.png", 900, 600]);
    assert.deepEqual(result.small, [320, 213]);
    assert.ok(result.told >= 3);
    assert.ok(!JSON.stringify(result.info).includes("key"));
  });

  test("cancels an upload", async () => {
    const code = await ada.page.evaluate(async (room) => {
      const file = new File([new Uint8Array(40 << 20)], "long.bin");
      const upload = window.host.attach("two", room, file).catch((error) => error.problem.code);
      await new Promise((resolve) => setTimeout(resolve, 20));
      await window.host.cancelUpload("two");
      return upload;
    }, room);
    assert.equal(code, "cancelled");
  });

  test("shares one engine between tabs, and goes on when the first one is closed", async () => {
    const first = ada.page;
    const second = await ada.openTab();
    await first.evaluate(
      (room) => window.host.command({ kind: "sendMessage", room, text: "from one", mentions: [], attachments: [] }),
      room,
    );
    await ada.hears(room, "from one");
    assert.ok(await second.evaluate(() => window.changes.some(({ kind }) => kind === "timelineChanged")));
    const written = second.evaluate(async (room) => {
      for (let index = 0; index < 20; index++) {
        await window.host.command({
          kind: "sendMessage",
          room,
          text: `moving ${index}`,
          mentions: [],
          attachments: [],
        });
      }
    }, room);
    await first.close();
    await written;
    assert.deepEqual(
      (await ada.texts(room)).filter((text) => text.startsWith("moving")),
      Array.from({ length: 20 }, (_, index) => `moving ${index}`),
    );
    await ada.isOnline();
  });

  test("knows from the browser that there is no network, keeps what is written, and sends it later", async () => {
    await ada.chromium.context.setOffline(true);
    // Silence on the connection alone would take longer than this waits.
    await ada.until(async () => (await window.host.connection()).state === "offline");
    const { entry } = await ada.command(message(room, "written offline"));
    const written = await ada.page.evaluate(
      ([room, entry]) => window.host.entry(room, entry),
      /** @type {const} */ ([room, entry]),
    );
    assert.equal(written?.delivery, "queued");
    await ada.chromium.context.setOffline(false);
    await ada.isOnline();
    await ada.until(
      async ([room, entry]) => (await window.host.entry(room, entry))?.delivery === "sent",
      /** @type {const} */ ([room, entry]),
    );
    const before = await ada.page.evaluate(
      ([room, place]) => window.host.timeline(room, { at: "before", place }, 5),
      /** @type {const} */ ([room, written?.place ?? ""]),
    );
    assert.equal(before.entries.length, 5);
    assert.ok(
      before.entries.every(({ id }) => id !== entry),
      "a page before the place that it had while it was queued",
    );
  });

  test("survives a restart of the node", async () => {
    await node.pause();
    await ada.until(async () => (await window.host.connection()).state !== "online");
    await ada.command(message(room, "while it was away"));
    await node.resume();
    await ada.page.evaluate(() => window.host.retryNow());
    await ada.isOnline();
  });

  test("merges what it stored, so that it does not grow with every step", async () => {
    await ada.page.evaluate(async (room) => {
      for (let index = 0; index < 80; index++) {
        await window.host.command({ kind: "setDraft", room, text: `draft ${index}` });
      }
    }, room);
    await ada.until(async () => {
      const database = await window.paloma.openDatabase("paloma");
      const runs = database.transaction("runs").objectStore("runs").getAllKeys();
      const keys = await new Promise((resolve) => {
        runs.onsuccess = () => resolve(runs.result);
      });
      database.close();
      return keys.length < 64;
    });
    await ada.reload();
    assert.equal((await ada.page.evaluate((room) => window.host.room(room), room))?.draft, "draft 79");
    await ada.hears(room, "while it was away");
  });

  test("writes nothing once another host has drawn a number, and is followed by the next", async () => {
    await ada.page.evaluate(async () => {
      const database = await window.paloma.openDatabase("paloma");
      const transaction = database.transaction("meta", "readwrite");
      transaction.objectStore("meta").put(1_000_000, "fence");
      await new Promise((resolve) => {
        transaction.oncomplete = resolve;
      });
      database.close();
    });
    assert.equal((await ada.command(message(room, "after the fence"))).kind, "operation");
    await ada.reload();
    assert.equal((await ada.texts(room)).filter((text) => text === "after the fence").length, 1);
  });

  test("locks the profile behind a passphrase", async () => {
    await ada.page.evaluate(() => window.host.setPassphrase("correct horse"));
    await ada.reload();
    const answers = await ada.page.evaluate(async () => [
      window.host.host().kind,
      await window.host.rooms().catch((error) => error.problem.code),
      await window.host.unlock("battery staple"),
      await window.host.unlock("correct horse"),
      window.host.host().kind,
    ]);
    assert.deepEqual(answers, ["locked", "locked", false, true, "ready"]);
    await ada.hears(room, "after the fence");
    await ada.page.evaluate(() => window.host.setPassphrase(undefined));
    await ada.reload();
    assert.equal(await ada.page.evaluate(() => window.host.host().kind), "ready");
  });

  test("stores nothing that can be read, and no key that can", async () => {
    const stored = await ada.page.evaluate(async () => {
      const database = await window.paloma.openDatabase("paloma");
      let text = "";
      let exportable = "";
      for (const name of database.objectStoreNames) {
        const values = await new Promise((resolve) => {
          const request = database.transaction(name).objectStore(name).getAll();
          request.onsuccess = () => resolve(request.result);
        });
        for (const value of values) {
          if (value instanceof ArrayBuffer) {
            text += new TextDecoder("latin1").decode(value);
          } else if (typeof value === "object") {
            exportable += await crypto.subtle.exportKey("raw", value.browserKey).then(
              () => "exported",
              () => "refused",
            );
          }
        }
      }
      database.close();
      return {
        length: text.length,
        clear: ["moving", "ada", "Notes"].filter((word) => text.includes(word)),
        exportable,
      };
    });
    assert.ok(stored.length > 10_000);
    // Three letters turn up by chance in this many random bytes.
    assert.deepEqual(
      stored.clear.filter((word) => word.length > 3),
      [],
    );
    assert.equal(stored.exportable, "refused");
  });

  test("forgets everything when it is told to", async () => {
    await ada.page.evaluate(() => window.host.erase());
    await ada.reload();
    assert.equal(await ada.page.evaluate(() => window.host.host().kind), "blank");
    assert.equal(await ada.page.evaluate(() => window.host.account()), undefined);
  });
});
