import { Copy, Eye, History, Link, MessageSquareText, Pencil, Pin, PinOff, Reply, Trash2 } from "lucide";
import type { Entry, RoomSummary } from "../../model/views.ts";
import { compose } from "../composer/compose.ts";
import { type App, useApp } from "../state/app.ts";
import { formatRoute, showPane } from "../state/route.ts";
import { say } from "../state/toasts.ts";
import { t } from "../text/messages.ts";
import { IconButton } from "../ui/button.tsx";
import { MenuButton, type MenuEntry } from "../ui/menu.tsx";
import { HistoryDialog } from "./history-dialog.tsx";
import { AddReaction } from "./reactions.tsx";
import { ReadersDialog } from "./readers-dialog.tsx";

async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
  say(t("copied"));
}

/** Everything that can be done with an entry. */
export function messageMenu(app: App, entry: Entry, room: RoomSummary, inThread?: string): MenuEntry[] {
  const own = entry.account === app.self;
  const { body } = entry;
  const target = { room: room.room, thread: inThread };
  const entries: MenuEntry[] = [];
  const message = body.kind === "message" ? body : undefined;
  if (message) {
    entries.push({
      label: t("message.reply"),
      icon: Reply,
      run: () => compose({ kind: "reply", ...target, entry: entry.id }),
    });
  }
  if (inThread === undefined) {
    entries.push({
      label: t("message.thread"),
      icon: MessageSquareText,
      run: () => showPane({ kind: "thread", entry: entry.id }),
    });
  }
  if (message && own) {
    entries.push({
      label: t("message.edit"),
      icon: Pencil,
      run: () => compose({ kind: "edit", ...target, entry: entry.id }),
    });
  }
  entries.push("line");
  if (message) {
    entries.push({ label: t("message.copyText"), icon: Copy, run: () => void copy(message.text) });
  }
  entries.push(
    {
      label: t("message.copyLink"),
      icon: Link,
      run: () =>
        void copy(location.origin + location.pathname + formatRoute({ at: "room", room: room.room, entry: entry.id })),
    },
    {
      label: t(entry.pinned ? "message.unpin" : "message.pin"),
      icon: entry.pinned ? PinOff : Pin,
      run: () => void app.act({ kind: "pin", room: room.room, message: entry.id, on: !entry.pinned }),
    },
  );
  if (message?.edited) {
    entries.push({
      label: t("message.history"),
      icon: History,
      run: () => app.open(() => <HistoryDialog room={room.room} entry={entry.id} />),
    });
  }
  if (own) {
    entries.push(
      {
        label: t("message.readers"),
        icon: Eye,
        run: () => app.open(() => <ReadersDialog room={room.room} entry={entry.id} />),
      },
      "line",
      { label: t("message.delete"), icon: Trash2, danger: true, run: () => app.deletions.delete(room.room, entry.id) },
    );
  }
  return entries;
}

/** The bar over a message that is pointed at or focused. */
export function MessageActions({
  entry,
  room,
  inThread,
}: {
  entry: Entry;
  room: RoomSummary;
  inThread?: string | undefined;
}) {
  const app = useApp();
  const target = { room: room.room, thread: inThread };
  return (
    <div class="message-actions" role="toolbar" aria-label={t("message.actions")}>
      <AddReaction entry={entry} room={room.room} />
      {entry.body.kind === "message" && (
        <IconButton
          small
          icon={Reply}
          directional
          label={t("message.reply")}
          onClick={() => compose({ kind: "reply", ...target, entry: entry.id })}
        />
      )}
      {inThread === undefined && (
        <IconButton
          small
          icon={MessageSquareText}
          label={t("message.thread")}
          onClick={() => showPane({ kind: "thread", entry: entry.id })}
        />
      )}
      <MenuButton small label={t("message.more")} entries={() => messageMenu(app, entry, room, inThread)} />
    </div>
  );
}
