import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { FIRST, ROOM } from "../support/team.mjs";

/**
 * Everything that people do with messages.
 *
 * @param {import("../support/steps.mjs").Step} step
 * @param {() => import("./cast.mjs").Cast} cast
 */
export function talking(step, cast) {
  step("write Markdown, and mention somebody by a completion", async () => {
    const { ana, ben } = cast();
    await ana.page.goto(`${ana.origin}/#/people`);
    await ben.composer.pressSequentially("Thanks @an");
    await ben.page.getByRole("option", { name: /ana/ }).waitFor();
    // Frames come late on a busy machine; what is typed until then stands where it was typed.
    const inTime = await ben.page.evaluateHandle(() => {
      const frame = window.requestAnimationFrame;
      window.requestAnimationFrame = (run) => frame.call(window, () => setTimeout(() => run(performance.now()), 100));
      return frame;
    });
    await ben.composer.press("Enter");
    await ben.composer.pressSequentially("for **everything**", { delay: 20 });
    await ben.page.evaluate((frame) => {
      window.requestAnimationFrame = frame;
    }, inTime);
    await ben.composer.press("Enter");

    await ana.roomLink(ROOM).getByRole("img", { name: "1 mention" }).waitFor();
    await ana.openRoom(ROOM);
    const thanks = ana.message("Thanks @ana for everything");
    await thanks.getByText("everything", { exact: true }).and(ana.page.locator("strong")).waitFor();
    await ana.button("@ana", thanks).waitFor();
    await ana.roomLink(ROOM).getByRole("img", { name: "1 mention" }).waitFor({ state: "detached" });
  });

  step("see who writes, who is online, and how far a message has come", async () => {
    const { ana, ben, cleo } = cast();
    await ben.composer.pressSequentially("I have");
    await ana.room.getByText("ben is writing").waitFor();
    await ben.composer.fill("");
    await ana.room.getByText("ben is writing").waitFor({ state: "detached" });

    await ana.write("Has everybody read this?");
    await ben.sees("Has everybody read this?");
    await cleo.sees("Has everybody read this?");
    const asked = ana.message("Has everybody read this?");
    await asked.getByRole("img", { name: "Read", exact: true }).waitFor();
    await ana.choose(asked, "Who has read it");
    await ana.dialog.getByText("ben").waitFor();
    await ana.dialog.getByText("cleo").waitFor();
    await ana.page.keyboard.press("Escape");

    await ana.roomMenu("Details");
    const online = ana.button("ben Online", ana.aside);
    await online.waitFor();
    await ben.openSettings("Notifications");
    await ben.page.getByLabel("Show others when I am online").uncheck();
    await online.waitFor({ state: "detached" });
    await ben.page.getByLabel("Show others when I am online").check();
    await online.waitFor();
    await ana.button("Close", ana.aside).click();
    await ben.openRoom(ROOM);
  });

  step("reply, answer in a thread, react, and find threads again", async () => {
    const { ana, ben, cleo } = cast();
    await cleo.act(cleo.message("Has everybody read this?"), "Reply");
    await cleo.room.getByText("Reply to ana").waitFor();
    await cleo.write("Of course I have");
    await ana.button(/Has everybody read this/, ana.message("Of course I have")).waitFor();

    await ben.act(ben.message("Has everybody read this?"), "Reply in thread");
    const reply = ben.aside.getByRole("textbox", { name: "Reply in thread" });
    await reply.fill("So have I");
    await reply.press("Enter");
    await ben.message("So have I", ben.aside).waitFor();
    assert.equal(await ben.message("So have I").count(), 0);
    await ana.button(/^1 reply/, ana.message("Has everybody read this?")).waitFor();
    await ana.sidebar.getByRole("link", { name: "Threads" }).click();
    await ana.button(/Has everybody read this/, ana.room).click();
    await ana.message("So have I", ana.aside).waitFor();
    await ana.button("Close", ana.aside).click();
    await ben.button("Close", ben.aside).click();

    await ana.react(ana.message("Of course I have"), "thumbs up");
    const thumbs = ben.button(/👍/, ben.message("Of course I have"));
    await thumbs.click();
    await ana.button(/👍.*2/, ana.message("Of course I have")).waitFor();
    assert.equal(await thumbs.getAttribute("aria-pressed"), "true");
  });

  step("edit with a history, delete with a way back, and pin", async () => {
    const { ana, ben, cleo } = cast();
    await ben.write("We ship on Thursday");
    await ana.sees("We ship on Thursday");
    await ben.composer.press("ArrowUp");
    await ben.room.getByText("Editing").waitFor();
    await ben.write("We ship on Friday");
    const ship = ana.message("We ship on Friday");
    await ana.button("edited", ship).click();
    await ana.dialog.locator(".markdown").nth(1).waitFor();
    assert.deepEqual(await ana.dialog.locator(".markdown").allTextContents(), [
      "We ship on Friday",
      "We ship on Thursday",
    ]);
    await ana.page.keyboard.press("Escape");

    await cleo.choose(cleo.message("We ship on Friday"), "Pin");
    await ana.button("Pinned", ana.room).click();
    await ana.aside.getByText("We ship on Friday").waitFor();
    await ana.button("Close", ana.aside).click();

    await ana.write("Written too soon");
    await ben.sees("Written too soon");
    const soon = ana.message("Written too soon");
    await ana.choose(soon, "Delete");
    await soon.waitFor({ state: "detached" });
    await ana.button("Undo").click();
    await soon.waitFor();
    await ana.choose(soon, "Delete");
    await ben.room.getByText("This message was deleted.").waitFor();
    assert.equal(await ben.message("Written too soon").count(), 0);
  });

  step("hold a poll, with the command line too", async () => {
    const { team, ana, ben, cleo } = cast();
    await ana.button("Add", ana.room).click();
    await ana.page.getByRole("menuitem", { name: "Ask a question" }).click();
    await ana.page.getByRole("textbox", { name: "Question" }).fill("Where do we eat?");
    await ana.page.getByLabel("Option 1").fill("At the harbour");
    await ana.page.getByLabel("Option 2").fill("In the park");
    await ana.button("Ask").click();
    await ben.room.getByRole("radio", { name: /In the park/ }).check();
    await team.terminal.does("vote", ROOM, "last", "2");
    await ana.room.getByRole("radio", { name: /In the park\s*2 votes/ }).waitFor();
    await ana.button("Who chose what", ana.room).click();
    const park = ana.dialog.getByRole("heading", { name: "In the park" }).locator("..");
    await ana.button(/^ben/, park).waitFor();
    await ana.button(/^cleo/, park).waitFor();
    await ana.page.keyboard.press("Escape");
    await ana.button("Close poll", ana.room).click();
    await cleo.room.getByText("Closed").waitFor();
    assert.equal(await cleo.room.getByRole("radio").first().isDisabled(), true);
  });

  step("send files, encrypted, and get the same bytes back", async () => {
    const { ana, ben } = cast();
    const notes = Buffer.from("What we said about Friday");
    const canvas = await ana.page.evaluate(async () => {
      const drawn = new OffscreenCanvas(640, 400);
      drawn.getContext("2d")?.fillRect(20, 20, 300, 200);
      return [...(await (await drawn.convertToBlob({ type: "image/png" })).bytes())];
    });
    await ana.page.locator(".main input[type=file]").setInputFiles([
      { name: "notes.txt", mimeType: "text/plain", buffer: notes },
      { name: "harbour.png", mimeType: "image/png", buffer: Buffer.from(canvas) },
    ]);
    await ana.button("Take notes.txt off").waitFor();
    await ana.button("Take harbour.png off").waitFor();
    await ana.write("Notes and a picture");
    const files = ben.message("Notes and a picture");
    await files.getByRole("img", { name: "harbour.png" }).waitFor();
    const coming = ben.page.waitForEvent("download");
    await ben.button("Save notes.txt", files).click();
    assert.deepEqual(await readFile(await (await coming).path()), notes);
  });

  step("mute a room, and hear of mentions only", async () => {
    const { ana, ben } = cast();
    await ana.roomMenu("Only mentions");
    await ana.sidebar.getByRole("link", { name: "Search" }).click();
    await ben.write("Nothing that hurries");
    await ana.roomLink(ROOM).getByText("1 unread message").waitFor();
    assert.equal(await ana.page.title(), "Paloma");
    await ben.write("This does, @ana");
    await ana.page.waitForFunction(() => document.title === "(1) Paloma");
    await ana.openRoom(ROOM);
    await ana.roomMenu("Muted");
    await ana.roomLink(ROOM).getByRole("img", { name: "Muted" }).waitFor();
    await ana.roomMenu("All messages");
    await ana.roomLink(ROOM).getByRole("img", { name: "Muted" }).waitFor({ state: "detached" });
  });

  step("find what was written, and open it in its place", async () => {
    const { ana } = cast();
    await ana.button("Search in this room", ana.room).click();
    await ana.page.getByRole("searchbox", { name: "What to search for" }).fill("fridy");
    await ana.button(/We ship on Friday/, ana.room).click();
    await ana.message("We ship on Friday").and(ana.page.locator(".highlighted")).waitFor();
    await ana.openRoom(ROOM);
  });

  step("write and listen on the command line", async () => {
    const { team, ana } = cast();
    const { terminal } = team;
    const heard = await terminal.does("listen", "--count", "3", "--room", ROOM);
    assert.ok(heard.every(({ type, roomName }) => type === "message" && roomName === `#${ROOM}`));
    const [sent] = await terminal.does("send", ROOM, "From a terminal, @ana", "--require-sent");
    await ana.sees("From a terminal");
    await ana.act(ana.message("From a terminal"), "Reply");
    await ana.write("To a terminal");
    const [answer] = (await terminal.does("history", ROOM, "--limit", "1")).slice(-1);
    assert.deepEqual([answer.text, answer.replyTo], ["To a terminal", sent.id]);
  });

  step("have the same before them at the end", async () => {
    const { team } = cast();
    const list = await team.agrees();
    assert.equal(list[0]?.text, FIRST);
  });
}
