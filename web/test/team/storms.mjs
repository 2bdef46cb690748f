import assert from "node:assert/strict";
import { killHostWorker } from "../support/host-worker.mjs";
import { ROOM } from "../support/team.mjs";

/** @typedef {import("../support/member.mjs").Member} Member */

const numbered = (/** @type {string} */ text, /** @type {number} */ count) =>
  Array.from({ length: count }, (_, index) => `${text} ${index + 1}`);

/** Writes one message after the other, as fast as the page takes them. @param {Member} member @param {string[]} texts */
async function writeAll(member, texts) {
  for (const text of texts) {
    await member.write(text);
  }
}

/** The same while something else happens, which is waited for first. @param {Member} member @param {string[]} texts */
function startWriting(member, texts) {
  const writing = writeAll(member, texts);
  writing.catch(() => {});
  return writing;
}

/** Each of these is there once, for whoever looks. @param {{ text: string }[]} list @param {string[]} texts */
function hasEachOnce(list, texts) {
  for (const text of texts) {
    assert.equal(list.filter((entry) => entry.text === text).length, 1, text);
  }
}

/**
 * What goes wrong between people and their server.
 *
 * @param {import("../support/steps.mjs").Step} step
 * @param {() => import("./cast.mjs").Cast} cast
 */
export function storms(step, cast) {
  step("write without a network, load the page again, and are heard when it is back", async () => {
    const { ana, ben } = cast();
    await ana.page.evaluate(async () => void (await navigator.serviceWorker.ready));
    await ana.context.setOffline(true);
    await ana.page.getByText("No connection.").waitFor();
    await writeAll(ana, numbered("Written on a train", 2));
    await ana.message("Written on a train 2").getByRole("img", { name: "Waiting to be sent" }).waitFor();
    await ana.page.reload();
    await ana.isAt(ROOM);
    await ana.sees("Written on a train 1");
    await ana.write("Written after a reload");
    await ana.context.setOffline(false);
    await ben.sees("Written after a reload");
    await ben.sees("Written on a train 1");
    await ben.sees("Written on a train 2");
    await ana.page.getByText("No connection.").waitFor({ state: "detached" });
  });

  step("share one connection between two tabs, and go on in the second when the first is closed", async () => {
    const { ana, ben } = cast();
    const connected = async () => {
      const [count] = await ana.page.locator("dt:text-is('Connected devices') + dd").allTextContents();
      return Number(count);
    };
    await ana.openSettings("Administration");
    await ana.page.getByText("Health", { exact: true }).click();
    await ana.page.locator("dt:text-is('Connected devices')").waitFor();
    const before = await connected();
    const first = ana.page;
    await ana.openTab();
    await ana.openRoom(ROOM);
    await ana.write("From the second tab");
    await ben.sees("From the second tab");
    await first.bringToFront();
    await first.getByRole("button", { name: "Refresh" }).click();
    await first.getByText("The server takes requests.").waitFor();
    assert.equal(await first.locator("dt:text-is('Connected devices') + dd").first().textContent(), String(before));

    await ana.page.bringToFront();
    const texts = numbered("While the first tab closes", 6);
    const writing = startWriting(ana, texts);
    await ana.sees("While the first tab closes 2");
    await first.close();
    await writing;
    await ben.sees("While the first tab closes 6");
  });

  step("lose and double nothing when the worker is killed while they write", async () => {
    const { ben, ben2, ana } = cast();
    assert.ok(ben2);
    const texts = numbered("Through a crash", 8);
    const writing = startWriting(ben, texts);
    for (const seen of ["Through a crash 2", "Through a crash 5"]) {
      await ben.sees(seen);
      await killHostWorker(ben.page);
    }
    await writing;
    await ben2.sees("Through a crash 8");
    await ana.sees("Through a crash 8");
  });

  step("write while the server is started again, and have the same before them at the end", async () => {
    const { team, ana, ben, cleo, ana2, ben2 } = cast();
    assert.ok(ana2 && ben2);
    const writers = [ana, ben, cleo, ana2, ben2];
    const texts = writers.map((_, index) => numbered(`Writer ${index + 1} in the storm`, 5));
    const writing = Promise.all(writers.map((writer, index) => startWriting(writer, texts[index] ?? [])));
    await team.node.pause();
    const [queued] = await team.terminal.does("send", ROOM, "From a terminal in the storm", "--timeout", "2");
    assert.equal(queued.delivery, "queued");
    await team.node.resume();
    await writing;
    await team.terminal.does("send", ROOM, "From a terminal after the storm", "--require-sent");
    const all = [...texts.flat(), "From a terminal in the storm", "From a terminal after the storm"];
    for (const writer of writers) {
      await writer.page.getByText("Waiting to be sent").waitFor({ state: "detached" });
      for (const text of all) {
        await writer.message(text).first().waitFor();
      }
    }
    hasEachOnce(await team.agrees(), [
      ...all,
      ...numbered("Written on a train", 2),
      ...numbered("While the first tab closes", 6),
      ...numbered("Through a crash", 8),
    ]);
  });
}
