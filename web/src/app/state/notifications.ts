import type { Change } from "../../model/paloma.ts";
import { harmlessLine } from "../text/harmless.ts";
import { t } from "../text/messages.ts";
import type { App } from "./app.ts";
import { preferences } from "./preferences.ts";
import { go } from "./route.ts";

/** Shows a system notification, when this person wants one for this message and doesn't look at Paloma. */
export async function notify(app: App, arrived: Extract<Change, { kind: "messageArrived" }>): Promise<void> {
  const { notify: wanted } = preferences.value;
  const may = "Notification" in globalThis && Notification.permission === "granted";
  const room = app.rooms.get(arrived.room);
  if (wanted === "off" || !may || document.visibilityState === "visible" || room === undefined) {
    return;
  }
  if (room.notifications === "none" || (room.notifications === "mentions" && !arrived.mentionsMe)) {
    return;
  }
  const entry = await app.paloma.entry(arrived.room, arrived.entry);
  if (entry === undefined || entry.account === app.self) {
    return;
  }
  const name = app.people.name(entry.account);
  const title = room.direct === undefined ? t("notify.inRoom", { name, room: app.rooms.title(room) }) : name;
  const said = entry.body.kind === "message" ? entry.body.text : "";
  const body = wanted === "text" && said !== "" ? harmlessLine(said, 140) : t("notify.newMessage");
  const notification = new Notification(title, { body, tag: arrived.room, icon: "/icon-192.png" });
  notification.onclick = () => {
    window.focus();
    go({ at: "room", room: arrived.room });
    notification.close();
  };
}
