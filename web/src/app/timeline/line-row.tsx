import type { IconNode } from "lucide";
import {
  CircleAlert,
  Copy,
  FileQuestionMark,
  GitFork,
  History,
  LogIn,
  LogOut,
  MonitorSmartphone,
  RefreshCw,
  ServerCog,
  Settings2,
  UserMinus,
  UserRoundX,
} from "lucide";
import type { LogLine, RoomSummary } from "../../model/views.ts";
import { useApp } from "../state/app.ts";
import { go, showPane } from "../state/route.ts";
import { t, tx } from "../text/messages.ts";
import { clockTime, dateOf, fullTime } from "../text/time.ts";
import { IdentityNotice } from "../trust/identity-notice.tsx";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";

const ICONS: Readonly<Record<LogLine["kind"], IconNode>> = {
  joined: LogIn,
  left: LogOut,
  removed: UserMinus,
  device_added: MonitorSmartphone,
  device_removed: MonitorSmartphone,
  device_rejoined: RefreshCw,
  policy_changed: Settings2,
  renewed: RefreshCw,
  history_starts: History,
  unreadable: FileQuestionMark,
  ended: LogOut,
  stuck: CircleAlert,
  server_restored: ServerCog,
  fork: GitFork,
  duplicated: Copy,
  identity_changed: UserRoundX,
};

/** Lines that ask for attention; the others are only said. */
const MATTERS: ReadonlySet<LogLine["kind"]> = new Set([
  "unreadable",
  "stuck",
  "server_restored",
  "fork",
  "duplicated",
  "identity_changed",
]);

/** A line about the room itself: an icon, a sentence, and at most one action. */
export function LineRow({ line, room, rowKey }: { line: LogLine; room: RoomSummary; rowKey: string }) {
  const app = useApp();
  const person = (account: string | undefined) => (
    <bdi>
      {account === undefined ? t("person.somebody") : account === app.self ? t("you") : app.people.name(account)}
    </bdi>
  );
  const by = line.by !== undefined && line.by !== line.who;
  const key =
    line.kind === "joined" && by
      ? "line.added"
      : line.kind === "removed" && !by
        ? "line.left"
        : (`line.${line.kind}` as const);
  const changed = line.kind === "identity_changed" && line.who !== undefined ? app.people.get(line.who) : undefined;
  if (changed?.offered !== undefined) {
    return (
      <div data-row={rowKey}>
        <IdentityNotice person={changed} />
      </div>
    );
  }
  return (
    <div class={`line-row${MATTERS.has(line.kind) ? " matters" : ""}`} data-row={rowKey}>
      <Icon of={ICONS[line.kind]} small />
      <span>{tx(key, { who: person(line.who), by: person(line.by), date: dateOf(line.time) })}</span>
      <time class="quiet" dateTime={new Date(line.time).toISOString()} title={fullTime(line.time)}>
        {clockTime(line.time)}
      </time>
      <LineAction line={line} room={room} />
    </div>
  );
}

function LineAction({ line, room }: { line: LogLine; room: RoomSummary }) {
  const app = useApp();
  switch (line.kind) {
    case "unreadable":
      return (
        <Button small kind="plain" onClick={() => showPane({ kind: "unreadable" })}>
          {t("unreadable.why")}
        </Button>
      );
    case "stuck":
      return (
        <Button small kind="plain" onClick={() => void app.act({ kind: "repairRoom", room: room.room })}>
          {t("room.repair")}
        </Button>
      );
    case "fork":
    case "server_restored":
      return (
        <Button small kind="plain" onClick={() => go({ at: "settings", section: "server" })}>
          {t("line.whatIsThis")}
        </Button>
      );
    default:
      return null;
  }
}
