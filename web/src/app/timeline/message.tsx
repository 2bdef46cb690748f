import { useSignal } from "@preact/signals";
import { Pin } from "lucide";
import { memo } from "preact/compat";
import { useRef } from "preact/hooks";
import type { Entry, RoomSummary } from "../../model/views.ts";
import { PersonDialog } from "../people/person-dialog.tsx";
import { useApp } from "../state/app.ts";
import { showPane } from "../state/route.ts";
import { t } from "../text/messages.ts";
import { hueOf } from "../text/names.ts";
import { briefTime, clockTime, fullTime, relative } from "../text/time.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Icon } from "../ui/icon.tsx";
import { Menu } from "../ui/menu.tsx";
import { MessageActions, messageMenu } from "./message-actions.tsx";
import { MessageBody } from "./message-body.tsx";
import { Reactions } from "./reactions.tsx";
import { Stuck } from "./stuck.tsx";
import { Ticks } from "./ticks.tsx";

const LONG_PRESS = 500;

interface MessageProps {
  entry: Entry;
  /** The person's name stands above it. */
  head: boolean;
  room: RoomSummary;
  inThread?: string | undefined;
  highlighted?: boolean | undefined;
}

/** A press on a touch screen that lasts opens the menu where the finger is. */
function useLongPress(open: (at: DOMRect) => void) {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const stop = () => clearTimeout(timer.current);
  return {
    onPointerDown: (event: PointerEvent) => {
      stop();
      if (event.pointerType === "touch") {
        const { clientX, clientY } = event;
        timer.current = setTimeout(() => open(new DOMRect(clientX, clientY, 0, 0)), LONG_PRESS);
      }
    },
    onPointerUp: stop,
    onPointerCancel: stop,
    onPointerMove: (event: PointerEvent) => {
      if (Math.abs(event.movementX) + Math.abs(event.movementY) > 4) {
        stop();
      }
    },
  };
}

/** One message, or what is left of it. Its actions appear when it is pointed at or focused, over it, and move nothing. */
function MessageView({ entry, head, room, inThread, highlighted }: MessageProps) {
  const app = useApp();
  const active = useSignal(false);
  const menuAt = useSignal<DOMRect | undefined>(undefined);
  const press = useLongPress((at) => {
    menuAt.value = at;
  });
  const own = entry.account === app.self;
  const name = app.people.name(entry.account);
  const mentioned = entry.body.kind === "message" && entry.body.mentionsMe;
  const names = [
    "message",
    head ? "head" : "",
    own ? "own" : "",
    mentioned ? "mentions-me" : "",
    highlighted ? "highlighted" : "",
  ];
  const who = own ? t("you") : name;
  return (
    <article
      class={names.filter((part) => part !== "").join(" ")}
      data-row={entry.id}
      tabindex={-1}
      aria-label={t("message.label", { name: who, time: clockTime(entry.time) })}
      onPointerEnter={(event) => {
        active.value = event.pointerType !== "touch";
      }}
      onPointerLeave={() => {
        active.value = false;
      }}
      onFocusCapture={() => {
        active.value = true;
      }}
      onBlurCapture={(event) => {
        active.value = event.currentTarget.contains(event.relatedTarget as Node | null);
      }}
      {...press}
    >
      <div class="message-side">
        {head ? (
          <Avatar account={entry.account} name={name} />
        ) : (
          <time class="side-time" dateTime={new Date(entry.time).toISOString()}>
            {briefTime(entry.time)}
          </time>
        )}
      </div>
      <div class="message-main">
        {head && (
          <div class="message-head">
            <button
              type="button"
              class={`name hue-${hueOf(entry.account)}`}
              onClick={() => app.open(() => <PersonDialog account={entry.account} />)}
            >
              <bdi>{name}</bdi>
            </button>
            <time dateTime={new Date(entry.time).toISOString()} title={fullTime(entry.time)}>
              {clockTime(entry.time)}
            </time>
            {entry.attested === "by another device" && (
              <span class="attested" title={t("message.attestedWhy")}>
                {t("message.attested")}
              </span>
            )}
          </div>
        )}
        <MessageBody entry={entry} room={room} />
        {entry.pinned && (
          <div class="pinned-mark">
            <Icon of={Pin} small /> {t("message.pinned")}
          </div>
        )}
        {entry.reactions.length > 0 && <Reactions entry={entry} room={room.room} />}
        {entry.replies && inThread === undefined && (
          <button type="button" class="replies" onClick={() => showPane({ kind: "thread", entry: entry.id })}>
            {t("thread.replies", { count: entry.replies.count })}
            <span class="quiet">{relative(entry.replies.last)}</span>
          </button>
        )}
        <Stuck entry={entry} room={room} />
      </div>
      {own && entry.delivery && entry.body.kind !== "deleted" && (
        <div class="message-ticks">
          <Ticks delivery={entry.delivery} />
        </div>
      )}
      {active.value && entry.body.kind !== "deleted" && entry.body.kind !== "unknown" && (
        <MessageActions entry={entry} room={room} inThread={inThread} />
      )}
      {menuAt.value && (
        <Menu
          anchor={menuAt.value}
          label={t("message.actions")}
          entries={messageMenu(app, entry, room, inThread)}
          onClose={() => {
            menuAt.value = undefined;
          }}
        />
      )}
    </article>
  );
}

/** It is drawn again when its entry is another, not when its neighbours change. */
export const Message = memo(
  MessageView,
  (before, after) =>
    before.entry === after.entry &&
    before.head === after.head &&
    before.highlighted === after.highlighted &&
    before.room.obstacle === after.room.obstacle,
);
