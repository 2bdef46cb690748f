import { ArrowLeft, Bell, BellOff, Info, LogOut, MessagesSquare, Pin, Search, UserRoundPlus } from "lucide";
import type { RoomSummary } from "../../model/views.ts";
import { PersonDialog } from "../people/person-dialog.tsx";
import { searchIn } from "../search/search-state.ts";
import { useApp } from "../state/app.ts";
import { go, type Pane, showPane } from "../state/route.ts";
import { harmlessLine } from "../text/harmless.ts";
import { t } from "../text/messages.ts";
import { Avatar } from "../ui/avatar.tsx";
import { IconButton } from "../ui/button.tsx";
import { MenuButton, type MenuEntry } from "../ui/menu.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { LeaveDialog } from "./leave-dialog.tsx";

const LEVELS = ["all", "mentions", "none"] as const;

/** Which room this is, and what can be done with it as a whole. */
export function RoomHeader({ room, pane }: { room: RoomSummary; pane: Pane | undefined }) {
  const app = useApp();
  const title = app.rooms.title(room);
  const toggle = (kind: "threads" | "pins" | "details") => showPane(pane?.kind === kind ? undefined : { kind });
  const person = room.direct === undefined ? undefined : room.direct;
  const about =
    person === undefined
      ? [t("room.people", { count: room.members.length }), harmlessLine(room.topic)]
          .filter((part) => part !== "")
          .join(" · ")
      : t(app.people.online.value.has(person) ? "presence.online" : "presence.offline");
  const entries = (): MenuEntry[] => [
    ...LEVELS.map(
      (level): MenuEntry => ({
        label: t(`notifications.${level}`),
        icon: level === "none" ? BellOff : Bell,
        checked: room.notifications === level,
        run: () => void app.act({ kind: "setNotifications", room: room.room, level }),
      }),
    ),
    "line",
    { label: t("room.threads"), icon: MessagesSquare, run: () => toggle("threads") },
    { label: t("room.pins"), icon: Pin, run: () => toggle("pins") },
    { label: t("room.details"), icon: Info, run: () => toggle("details") },
    ...(person === undefined
      ? ([
          {
            label: t("room.invite"),
            icon: UserRoundPlus,
            run: () => app.open(() => <InviteDialog room={room.room} />),
          },
          "line",
          {
            label: t("room.leave"),
            icon: LogOut,
            danger: true,
            run: () => app.open(() => <LeaveDialog room={room.room} />),
          },
        ] satisfies MenuEntry[])
      : []),
  ];
  return (
    <header class="pane-head">
      <IconButton class="back" icon={ArrowLeft} directional label={t("back")} onClick={() => go({ at: "home" })} />
      <button
        type="button"
        class="room-title grow"
        onClick={() => (person === undefined ? toggle("details") : app.open(() => <PersonDialog account={person} />))}
      >
        {person === undefined ? (
          <span class="hash" aria-hidden="true">
            #
          </span>
        ) : (
          <Avatar account={person} name={title} size="small" online={app.people.online.value.has(person)} />
        )}
        <span class="room-title-text">
          <h1 class="ellipsis pane-title">
            <bdi>{title}</bdi>
          </h1>
          <span class="ellipsis quiet secondary block">{about}</span>
        </span>
      </button>
      <IconButton
        icon={Search}
        label={t("search.inRoom")}
        onClick={() => {
          searchIn(room.room);
          go({ at: "search" });
        }}
      />
      <IconButton
        class="wide-only"
        icon={Pin}
        label={t("room.pins")}
        pressed={pane?.kind === "pins"}
        onClick={() => toggle("pins")}
      />
      <IconButton
        class="wide-only"
        icon={MessagesSquare}
        label={t("room.threads")}
        pressed={pane?.kind === "threads"}
        onClick={() => toggle("threads")}
      />
      <MenuButton label={t("room.more")} entries={entries} />
    </header>
  );
}
