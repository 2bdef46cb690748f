import { AtSign, BellOff, CircleAlert, Clock, Pencil } from "lucide";
import type { RoomSummary } from "../../model/views.ts";
import { excerpt } from "../markdown/excerpt.ts";
import { useApp } from "../state/app.ts";
import { formatRoute, route } from "../state/route.ts";
import { formatNumber, t } from "../text/messages.ts";
import { shortTime } from "../text/time.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Icon } from "../ui/icon.tsx";

/** A room in the list: what is new in it, and what it says last where there is space. */
export function RoomLink({ room }: { room: RoomSummary }) {
  const app = useApp();
  const here = route.value;
  const title = app.rooms.title(room);
  const current = here.at === "room" && here.room === room.room;
  const counts = app.rooms.counts(room);
  const online = room.direct !== undefined && app.people.online.value.has(room.direct);
  const typing = app.typing.in(room.room).length > 0;
  const { latest } = room;
  const sender =
    latest && room.direct === undefined
      ? `${latest.account === app.self ? t("you") : app.people.name(latest.account)}: `
      : "";
  return (
    <li>
      <a
        class={`room-link${counts ? " unread" : ""}${room.notifications === "none" ? " muted" : ""}`}
        href={formatRoute({ at: "room", room: room.room })}
        aria-current={current ? "page" : undefined}
      >
        {room.direct === undefined ? (
          <span class="hash" aria-hidden="true">
            #
          </span>
        ) : (
          <Avatar account={room.direct} name={title} size="small" online={online} />
        )}
        <span class="room-link-text">
          <span class="room-link-line">
            <span class="ellipsis grow room-name">
              <bdi>{title}</bdi>
            </span>
            {latest && (
              <time class="room-time" dateTime={new Date(latest.time).toISOString()}>
                {shortTime(latest.time)}
              </time>
            )}
          </span>
          {(latest !== undefined || typing || room.unread > 0 || room.draft !== "") && (
            <span class="room-link-line">
              <span class="ellipsis grow room-latest">
                {typing ? t("typing.now") : latest && <bdi>{sender + excerpt(latest.text, 80)}</bdi>}
              </span>
              <RoomMarks room={room} counts={counts} current={current} />
            </span>
          )}
        </span>
      </a>
    </li>
  );
}

function RoomMarks({ room, counts, current }: { room: RoomSummary; counts: boolean; current: boolean }) {
  return (
    <span class="room-link-marks">
      {room.standing === "stuck" && <Icon of={CircleAlert} small class="danger-text" label={t("sidebar.stuck")} />}
      {room.waiting > 0 && <Icon of={Clock} small label={t("sidebar.waiting", { count: room.waiting })} />}
      {room.draft !== "" && !current && <Icon of={Pencil} small label={t("sidebar.draft")} />}
      {room.notifications === "none" && <Icon of={BellOff} small label={t("notifications.none")} />}
      {room.mentions > 0 && (
        <Icon of={AtSign} small class="accent-text" label={t("sidebar.mentions", { count: room.mentions })} />
      )}
      {room.unread > 0 && (
        <span class={counts ? "badge" : "badge soft"}>
          <span class="unseen">{t("sidebar.unreadCount", { count: room.unread })}</span>
          <span aria-hidden="true">{room.unread > 99 ? `${formatNumber(99)}+` : formatNumber(room.unread)}</span>
        </span>
      )}
    </span>
  );
}
