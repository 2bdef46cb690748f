import { useSignal } from "@preact/signals";
import { Inbox, MessagesSquare, Plus, Search, Settings, UsersRound } from "lucide";
import type { RoomSummary } from "../../model/views.ts";
import { NewDialog } from "../people/new-dialog.tsx";
import { useApp } from "../state/app.ts";
import { formatRoute, type Route, route } from "../state/route.ts";
import { formatNumber, t } from "../text/messages.ts";
import { IconButton } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { Pigeon } from "../ui/pigeon.tsx";
import { SkeletonLines } from "../ui/skeleton.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { RoomLink } from "./room-link.tsx";
import { SwitcherDialog } from "./switcher-dialog.tsx";

/** The first pane: where one can go. */
export function Sidebar() {
  const app = useApp();
  const onlyUnread = useSignal(false);
  const loaded = app.rooms.all.value !== undefined;
  const shown = (onlyUnread.value ? app.rooms.unread.value : app.rooms.sorted.value).filter(
    (room) => room.standing !== "ended" || room.unread > 0,
  );
  const rooms = shown.filter((room) => room.direct === undefined);
  const people = shown.filter((room) => room.direct !== undefined);
  const unread = app.rooms.unread.value.length;
  const asking = [...app.people.known.value.values()].filter((person) => person.asks && !person.blocked).length;
  const host = app.account.value === undefined ? "" : new URL(app.account.value.origin).host;
  return (
    <nav class="sidebar" aria-label={t("sidebar")}>
      <div class="sidebar-head">
        <Pigeon />
        <span class="grow ellipsis server-name">{host}</span>
        <IconButton icon={Plus} label={t("new.title")} onClick={() => app.open(() => <NewDialog />)} />
      </div>
      <button type="button" class="switcher-button" onClick={() => app.open(() => <SwitcherDialog />)}>
        <Icon of={Search} small />
        <span class="grow">{t("switcher.open")}</span>
        <kbd>{navigator.platform.startsWith("Mac") ? "⌘K" : "Ctrl K"}</kbd>
      </button>
      <ul class="sidebar-list">
        <li>
          <button
            type="button"
            class="nav-link"
            aria-pressed={onlyUnread.value}
            onClick={() => {
              onlyUnread.value = !onlyUnread.value;
            }}
          >
            <Icon of={Inbox} small />
            <span class="grow">{t("sidebar.unread")}</span>
            {unread > 0 && <span class="badge soft">{formatNumber(unread)}</span>}
          </button>
        </li>
        <NavLink to={{ at: "threads" }} icon={MessagesSquare} label={t("sidebar.threads")} />
        <NavLink to={{ at: "search" }} icon={Search} label={t("search")} />
        <NavLink to={{ at: "people" }} icon={UsersRound} label={t("people")} count={asking} />
      </ul>
      <div class="sidebar-rooms" role="region" aria-label={t("sidebar.rooms")} tabindex={0}>
        {!loaded && <SkeletonLines widths={[70, 50, 80, 60]} />}
        {loaded && app.rooms.sorted.value.length === 0 && (
          <p class="quiet secondary sidebar-note">{t("sidebar.empty")}</p>
        )}
        {onlyUnread.value && shown.length === 0 && <p class="quiet secondary sidebar-note">{t("sidebar.allRead")}</p>}
        <Group title={t("sidebar.rooms")} rooms={rooms} />
        <Group title={t("sidebar.people")} rooms={people} />
      </div>
      <div class="sidebar-foot">
        <AccountMenu />
        <a class="icon-button" href={formatRoute({ at: "settings" })} aria-label={t("settings")} title={t("settings")}>
          <Icon of={Settings} />
        </a>
      </div>
    </nav>
  );
}

function Group({ title, rooms }: { title: string; rooms: readonly RoomSummary[] }) {
  if (rooms.length === 0) {
    return null;
  }
  return (
    <section>
      <h2 class="sidebar-title">{title}</h2>
      <ul class="sidebar-list">
        {rooms.map((room) => (
          <RoomLink key={room.room} room={room} />
        ))}
      </ul>
    </section>
  );
}

function NavLink({ to, icon, label, count = 0 }: { to: Route; icon: typeof Search; label: string; count?: number }) {
  return (
    <li>
      <a class="nav-link" href={formatRoute(to)} aria-current={route.value.at === to.at ? "page" : undefined}>
        <Icon of={icon} small />
        <span class="grow">{label}</span>
        {count > 0 && <span class="badge">{formatNumber(count)}</span>}
      </a>
    </li>
  );
}
