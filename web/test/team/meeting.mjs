import assert from "node:assert/strict";
import { FIRST, ROOM } from "../support/team.mjs";

/**
 * Three people come in and find each other.
 *
 * @param {import("../support/steps.mjs").Step} step
 * @param {() => import("./cast.mjs").Cast} cast
 */
export function meeting(step, cast) {
  step("register by their links, and keep their keys", async () => {
    const { team, ana, ben, cleo } = cast();
    await ana.register(team.node.link);
    await ana.openSettings("Administration");
    for (const newcomer of [ben, cleo]) {
      const links = ana.page.getByText(/\/#join=/);
      const before = await links.allTextContents();
      await ana.button("Create invite link").click();
      await ana.page
        .getByText(/\/#join=/)
        .and(ana.page.locator(`:not(:text-is("${before[0] ?? ""}"))`))
        .waitFor();
      await newcomer.register((await links.textContent()) ?? "");
    }
  });

  step("ask to write: who is blocked is not heard, who is accepted is", async () => {
    const { ben, cleo } = cast();
    await cleo.button("Begin something", cleo.sidebar).click();
    await cleo.button(/^New conversation/).click();
    await cleo.page.getByLabel("Handle").fill("ben");
    await cleo.button("Begin").click();
    await cleo.isAt("ben");
    await cleo.write("May I ask you something?");

    await ben.sidebar.getByRole("link", { name: /^People/ }).click();
    await ben.page.getByText("wants to write to you").waitFor();
    await ben.button("Block").click();
    await ben.page.getByText("wants to write to you").waitFor({ state: "detached" });
    await ben.button(/cleo/, ben.room).click();
    await ben.dialog.getByText("You have blocked cleo.").waitFor();
    await ben.button("Unblock").click();
    await ben.button("Close").click();
    await ben.button("Accept").click();
    await ben.openRoom("cleo");
    await ben.sees("May I ask you something?");
    await ben.write("Of course");
    await cleo.sees("Of course");
  });

  step("make a room, and are invited to it by handle and by link", async () => {
    const { ana, ben, cleo } = cast();
    await ana.button("Begin something", ana.sidebar).click();
    await ana.button(/^New room/).click();
    await ana.page.getByLabel("Name", { exact: true }).fill(ROOM);
    await ana.page.getByRole("textbox", { name: "Add people" }).fill("ben");
    await ana.button("Look for ben on the server").click();
    await ana.button("Take ben out").waitFor();
    await ana.button("Create room").click();

    // Ben does not know Ana yet: he is asked, and a link would let him in sooner.
    await ana.dialog.getByText(/^ben was asked/).waitFor();
    await ana.button("Create a link").click();
    const link = await ana.dialog.getByText(/\/#room=/).textContent();
    await ana.button("Close", ana.dialog.locator(".dialog-actions")).click();
    await ana.write(FIRST);

    await ben.sidebar.getByRole("link", { name: /^People/ }).click();
    await ben.button("Accept").click();
    await ana.openRoom(ROOM);
    await ana.roomMenu("Invite people");
    await ana.dialog.getByRole("listitem").getByText("@ben").click();
    await ana.button("Add to the room").click();
    await ben.openRoom(ROOM);

    // Whoever comes by a link sees at once what the room is called.
    await cleo.follow(link ?? "");
    await cleo.button("Join the room").click();
    await cleo.isAt(ROOM);
    assert.equal(await cleo.roomLink(ROOM).count(), 1);
    await ana.room.getByText("cleo joined").waitFor();
  });

  step("link a device on the command line by its code", async () => {
    const { team, cleo } = cast();
    await cleo.openSettings("Devices");
    await cleo.button("Link a device").click();
    const linking = team.terminal.start(["link", "--server", team.node.origin], ({ type, code }) => {
      if (type === "link") {
        void cleo.dialog
          .getByLabel("Code")
          .fill(code)
          .then(() => cleo.button("Link it").click());
      }
    });
    const { status, said } = await linking.ended;
    assert.equal(status, 0, JSON.stringify(said));
    await cleo.dialog.getByText("The device is linked.").waitFor();
    await cleo.button("Close", cleo.dialog.locator(".dialog-actions")).click();
    await cleo.openRoom(ROOM);
    const rooms = await team.terminal.does("rooms");
    assert.deepEqual(rooms.map(({ roomName }) => roomName).sort(), [`#${ROOM}`, "@ben"]);
  });
}
