import assert from "node:assert/strict";
import { film } from "../support/film.mjs";
import { FIRST, ROOM } from "../support/team.mjs";

/** @typedef {import("../support/member.mjs").Member} Member */

/** Shows the code for linking at a browser that has no account. @param {Member} blank */
async function showCode(blank) {
  await blank.button(/^I use Paloma on another device/).click();
  const code = blank.page.locator(".link-code-text");
  await code.waitFor();
  return (await code.textContent())?.trim() ?? "";
}

/** Somebody types the code of a new device. @param {Member} known @param {string} code */
async function letIn(known, code) {
  await known.openSettings("Devices");
  await known.button("Link a device").click();
  await known.dialog.getByLabel("Code").fill(code);
  await known.button("Link it").click();
  await known.dialog.getByText("The device is linked.").waitFor();
  await known.button("Close", known.dialog.locator(".dialog-actions")).click();
  await known.openRoom(ROOM);
}

/** What ended is erased, so that the browser is blank again. @param {Member} member */
async function eraseEnded(member) {
  await member.page.getByRole("heading", { name: "This browser can't go on" }).waitFor();
  await member.page.getByText("This device was removed from its account.").waitFor();
  assert.equal(await member.page.getByRole("article").count(), 0);
  await member.page.reload();
  await member.page.getByRole("heading", { name: "This browser can't go on" }).waitFor();
  await member.button("Erase everything").click();
  await member.page.getByRole("heading", { name: "Welcome to Paloma" }).waitFor();
}

/**
 * What concerns devices, keys and trust.
 *
 * @param {import("../support/steps.mjs").Step} step
 * @param {() => import("./cast.mjs").Cast} cast
 */
export function devices(step, cast) {
  step("link a second browser by its code, which reads everything and shares drafts", async () => {
    const { team, ana, ben } = cast();
    const second = await team.sitDown("ana");
    cast().ana2 = second;
    await letIn(ana, await showCode(second));
    await second.isIn();
    await second.openRoom(ROOM);
    await second.everything(ROOM, FIRST);
    await ana.composer.pressSequentially("Begun at one browser");
    await second.page.waitForFunction(() => document.querySelector("textarea")?.value === "Begun at one browser");
    await second.composer.press("End");
    await second.composer.pressSequentially(", ended at another");
    await second.send();
    await ben.sees("Begun at one browser, ended at another");
    await ana.sees("Begun at one browser, ended at another");
    await ana.page.waitForFunction(() => document.querySelector("textarea")?.value === "");
  });

  step("verify each other by number, and by the camera", async () => {
    const { team, ana, ben, cleo, ana2 } = cast();
    /** @param {Member} member @param {string} name */
    const compare = async (member, name) => {
      await member.roomMenu("Details");
      await member.button(new RegExp(`^${name}`), member.aside.locator(".person-row")).click();
      await member.button("Verify").click();
      const digits = member.dialog.getByRole("list", { name: "Your shared number" });
      await digits.waitFor();
      return (await digits.allTextContents()).join();
    };
    assert.equal(await compare(ana, "ben"), await compare(ben, "ana"));
    await ana.button("They are the same").click();
    await ana.dialog.getByText("You have verified ben.").waitFor();

    await film(team.film, ana.dialog.getByRole("img", { name: "Your shared number as a picture" }));
    await ben.button("Scan").click();
    await ben.dialog.getByText("You have verified ana.").waitFor();

    // The picture of somebody else's number is not taken for theirs.
    await compare(cleo, "ben");
    await cleo.button("Scan").click();
    await cleo.dialog.getByText("The code is of another number.").waitFor();
    for (const member of [ana, ben, cleo]) {
      await member.page.keyboard.press("Escape");
      await member.button("Close", member.aside).click();
    }
    await ana2?.sidebar.getByRole("link", { name: /^People/ }).click();
    await ana2?.room.getByText("verified").waitFor();
    await ana2?.openRoom(ROOM);
  });

  step("come back with the recovery key on a blank browser, which ends the lost one", async () => {
    const { team, ana, ben } = cast();
    // What others wrote since they send again; what Ben wrote, nobody but the lost browser could.
    await team.archived(ben);
    const second = await team.sitDown("ben");
    cast().ben2 = second;
    second.recoveryKey = ben.recoveryKey;
    await second.button(/^I have my recovery key/).click();
    await second.page.getByLabel("Handle").fill("ben");
    await second.page.getByLabel("Recovery key").fill(ben.recoveryKey);
    await second.button("Recover account").click();
    await second.isIn();
    await second.openRoom(ROOM);
    await second.everything(ROOM, FIRST);
    await second.write("I am back");
    await ana.sees("I am back");

    // The browser that was found again is linked once more, this time by the camera.
    await eraseEnded(ben);
    await showCode(ben);
    await film(team.film, ben.page.getByRole("img", { name: "Code for linking this browser" }));
    await second.openSettings("Devices");
    await second.button("Link a device").click();
    await second.button("Scan").click();
    await second.dialog.getByText("The device is linked.").waitFor();
    await second.button("Close", second.dialog.locator(".dialog-actions")).click();
    await second.openRoom(ROOM);
    await ben.isIn();
    await ben.openRoom(ROOM);
    await ben.everything(ROOM, FIRST);
  });

  step("take a device away, which says so and reads no more, and let it in again", async () => {
    const { ana, ben, ana2 } = cast();
    assert.ok(ana2);
    await ana.openSettings("Devices");
    await ana.button("Remove", ana.room).click();
    await ana.button("Remove", ana.dialog).click();
    await ana.page.getByText("The device is removed.").waitFor();
    await ana.openRoom(ROOM);
    await ben.write("Only for those who are left");
    await ana.sees("Only for those who are left");
    await eraseEnded(ana2);
    await letIn(ana, await showCode(ana2));
    await ana2.isIn();
    await ana2.openRoom(ROOM);
    await ana2.sees("Only for those who are left");
  });

  step("have the same before them on five browsers and the command line", async () => {
    await cast().team.agrees();
  });
}
