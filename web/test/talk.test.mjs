import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { RunningNode } from "./support/node.mjs";
import { message, Person } from "./support/person.mjs";

// Starting includes building the program, when that is stale.
const START_TIMEOUT = 600_000;

describe("two people in their browsers", () => {
  /** @type {RunningNode} */
  let node;
  /** @type {Person} */
  let ada;
  /** @type {Person} */
  let bob;
  /** @type {string} */
  let room;

  before(
    async () => {
      node = await RunningNode.start(new URL("dist/", import.meta.url));
    },
    { timeout: START_TIMEOUT },
  );
  after(async () => {
    await ada?.close();
    await bob?.close();
    await node?.close();
  });

  test("register by their links, and get a recovery key", async () => {
    ada = await Person.arrive("ada", node.origin);
    assert.match(await ada.register(node.link.split("#join=")[1]), /^\S+/);
    const { text } = await ada.command({ kind: "createInvite", administrator: false, days: 1 });
    bob = await Person.arrive("bob", node.origin);
    await bob.register(text.split("#join=")[1]);
    assert.equal((await bob.page.evaluate(() => window.host.account()))?.handle, "bob");
    assert.equal(await bob.page.evaluate(() => window.host.host().kind), "ready");
  });

  test("find each other, ask, accept and talk both ways", async () => {
    const found = await ada.command({ kind: "lookUp", handle: "bob" });
    ({ room } = await ada.command({ kind: "openDirect", account: found.account }));
    await ada.command(message(room, "good morning"));
    await bob.until(async () => (await window.host.people()).some(({ asks }) => asks));
    const [asking] = (await bob.page.evaluate(() => window.host.people())).filter(({ asks }) => asks);
    assert.equal(asking?.handle, "ada");
    await bob.command({ kind: "answerRequest", account: asking?.account ?? "", accept: true });
    await bob.until(async () => (await window.host.rooms()).length === 1);
    await bob.hears(room, "good morning");
    await bob.command(message(room, "good morning, Ada"));
    await ada.hears(room, "good morning, Ada");
  });

  test("find everything again after a reload", async () => {
    await bob.reload();
    assert.deepEqual(await bob.texts(room), ["good morning", "good morning, Ada"]);
    await ada.command(message(room, "are you back?"));
    await bob.hears(room, "are you back?");
  });

  test("lose nothing and double nothing when the worker is killed while it sends", async () => {
    const sent = Array.from({ length: 12 }, (_, index) => `through a storm ${index}`);
    const outcomes = ada.page.evaluate(
      async ([room, texts]) => {
        const sending = texts.map(async (text, index) => {
          await new Promise((resolve) => setTimeout(resolve, index * 40));
          return window.host.command({ kind: "sendMessage", room, text, mentions: [], attachments: [] });
        });
        return (await Promise.all(sending)).map(({ kind }) => kind);
      },
      /** @type {const} */ ([room, sent]),
    );
    for (let kill = 0; kill < 3; kill++) {
      await new Promise((resolve) => setTimeout(resolve, 130));
      await ada.killWorker();
    }
    assert.deepEqual(await outcomes, Array(12).fill("operation"));
    await bob.hears(room, "through a storm 11");
    const heard = (await bob.texts(room)).filter((text) => text.startsWith("through a storm"));
    assert.deepEqual(heard.toSorted(), sent.toSorted());
    assert.deepEqual((await ada.texts(room)).filter((text) => text.startsWith("through")).toSorted(), sent.toSorted());
  });

  test("complain about nothing", () => {
    assert.deepEqual([...ada.complaints, ...bob.complaints], []);
  });
});
