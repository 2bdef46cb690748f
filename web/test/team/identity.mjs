import assert from "node:assert/strict";
import { ROOM } from "../support/team.mjs";

/**
 * Somebody who has lost everything comes back as another account.
 *
 * @param {import("../support/steps.mjs").Step} step
 * @param {() => import("./cast.mjs").Cast} cast
 */
export function identity(step, cast) {
  step("see that somebody came back as another account, and nothing of it is accepted by itself", async () => {
    const { team, ana, ben, cleo } = cast();
    await ana.openSettings("Administration");
    await ana.page.getByText("Accounts", { exact: true }).click();
    await ana.button("What to do with cleo", ana.room).click();
    await ana.page.getByRole("menuitem", { name: "Put account back" }).click();
    await ana.button("Create invite link", ana.dialog).click();
    const link = await ana.dialog.getByText(/\/#reset=/).textContent();
    await ana.page.keyboard.press("Escape");
    await ana.openRoom(ROOM);

    await cleo.openSettings("This browser");
    await cleo.button("Erase everything", cleo.room).click();
    await cleo.page.getByLabel("Type cleo to confirm").fill("cleo");
    await cleo.button("Erase everything", cleo.dialog).click();
    await cleo.page.getByRole("heading", { name: "Welcome to Paloma" }).waitFor();
    await cleo.page.goto("about:blank");
    await cleo.page.goto(link ?? "");
    await cleo.page.getByRole("heading", { name: "Welcome back, cleo" }).waitFor();
    await cleo.button("Continue").click();
    await cleo.keepKey();
    assert.equal((await team.terminal.run("send", ROOM, "From the old account")).status, 6);

    for (const member of [ana, ben]) {
      await member.room.getByText("cleo belongs to another account than before.").waitFor();
      // It stays until somebody has said what to think of it.
      await member.page.reload();
      await member.room.getByText("cleo belongs to another account than before.").waitFor();
    }
    await cleo.sidebar.getByText("Rooms and conversations will stand here.").waitFor();
  });

  step("verify them anew, and let them in again", async () => {
    const { ana, ben, cleo } = cast();
    const changed = ana.room.getByRole("alert").filter({ hasText: "cleo belongs to another account" });
    await ana.button("Verify", changed).click();
    assert.equal(await ana.dialog.getByText("You have verified cleo.").count(), 0);
    await ana.dialog.getByRole("list", { name: "Your shared number" }).waitFor();
    await ana.button("They are the same").click();
    await ana.dialog.getByText("You have verified cleo.").waitFor();
    await ana.page.keyboard.press("Escape");
    await ana.button("Use the new one", changed).click();
    await changed.waitFor({ state: "detached" });
    await cleo.sidebar.getByRole("link", { name: /^People/ }).click();
    await cleo.button("Accept").click();
    await cleo.openRoom(ROOM);
    await cleo.write("Here I am again");
    await ana.sees("Here I am again");
    await ben.sees("Here I am again");
    // Ben has not decided yet: Ana's word is not his.
    await ben.room.getByText("cleo belongs to another account than before.").waitFor();
  });
}
