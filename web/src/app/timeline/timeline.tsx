import { useComputed, useSignal } from "@preact/signals";
import { ArrowDown } from "lucide";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { RoomSummary } from "../../model/views.ts";
import { useApp } from "../state/app.ts";
import { TimelineWindow } from "../state/timeline.ts";
import { t } from "../text/messages.ts";
import { dayName } from "../text/time.ts";
import { Icon } from "../ui/icon.tsx";
import { SkeletonLines } from "../ui/skeleton.tsx";
import { Announcer } from "./announcer.tsx";
import { LineRow } from "./line-row.tsx";
import { Message } from "./message.tsx";
import { moveFocus } from "./move-focus.ts";
import { ReadMarker } from "./read-marker.ts";
import { type DayRow, daysOf, rowsOf } from "./rows.ts";
import { ScrollKeeper } from "./scroll-keeper.ts";

interface TimelineProps {
  room: RoomSummary;
  thread?: string | undefined;
  /** An entry to show first, from a link. */
  entry?: string | undefined;
  /** What stands behind the last entry: notices about the room that ask for something. */
  notices?: ComponentChildren;
  empty: ComponentChildren;
}

/** A room's timeline, or one thread of it. Make another for another room: give it a key. */
export function Timeline({ room, thread, entry, notices, empty }: TimelineProps) {
  const app = useApp();
  const viewport = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const keeper = useRef<ScrollKeeper | undefined>(undefined);
  const target = useRef<string | undefined>(undefined);
  const window_ = useMemo(() => new TimelineWindow(app.paloma, room.room, thread), [app, room.room, thread]);
  const readUpTo = useState(() => (thread === undefined && room.unread > 0 ? room.readUpTo : undefined))[0];
  const marker = useMemo(() => new ReadMarker(app, room.room, window_), [app, room.room, window_]);
  const following = useSignal(true);
  const below = useSignal(0);
  const highlighted = useSignal<string | undefined>(undefined);

  const rows = useComputed(() => {
    const hidden = app.deletions.hidden.value;
    // The message that a thread hangs on stands above it.
    const entries = window_.entries.value.filter((shown) => !hidden.has(shown.id) && shown.id !== thread);
    const lines = thread === undefined ? visibleLines(window_) : [];
    return rowsOf({ entries, lines, readUpTo, self: app.self });
  });

  // First what is to be seen first: a linked entry, where the unread ones begin, or the end.
  useEffect(() => {
    const first = entry ?? (room.unread > 40 ? readUpTo : undefined);
    target.current = entry ?? (readUpTo === undefined ? undefined : "unread");
    highlighted.value = entry;
    void (first === undefined ? window_.toEnd() : window_.around(first).catch(() => window_.toEnd()));
  }, [window_, entry]);

  useEffect(
    () =>
      app.onChange((change) => {
        window_.take(change);
        if (change.kind === "messageArrived" && change.room === room.room && !following.peek()) {
          below.value++;
        }
      }),
    [app, window_],
  );

  useLayoutEffect(() => {
    if (viewport.current === null || content.current === null) {
      return;
    }
    const made = new ScrollKeeper(viewport.current, content.current, {
      following: (now) => {
        following.value = now && !window_.moreAfter.peek();
        if (following.peek()) {
          below.value = 0;
        }
      },
      near: (edge) => void (edge === "start" ? window_.before() : window_.after()),
      seen: (key) => thread === undefined && marker.seen(key),
    });
    keeper.current = made;
    return () => made.stop();
  }, [window_]);

  useLayoutEffect(() => {
    if (target.current !== undefined && window_.loaded.value) {
      if (keeper.current?.toRow(target.current) !== true) {
        keeper.current?.toEnd();
      }
      target.current = undefined;
      return;
    }
    if (window_.moreAfter.value && keeper.current?.following) {
      // The end of what is drawn is not the end of the room: nothing to stay at.
      following.value = false;
    }
    keeper.current?.keep();
  }, [rows.value, window_.loaded.value]);

  const jump = async () => {
    if (window_.moreAfter.peek()) {
      await window_.toEnd();
    }
    below.value = 0;
    following.value = true;
    keeper.current?.toEnd();
  };

  useEffect(() => {
    const sent = (event: Event) => {
      if ((event as CustomEvent<{ room: string; thread?: string }>).detail.room === room.room) {
        void jump();
      }
    };
    addEventListener("paloma:sent", sent);
    return () => removeEventListener("paloma:sent", sent);
  }, [window_]);

  const isEmpty = window_.loaded.value && !window_.entries.value.some((shown) => shown.id !== thread);
  return (
    <div class="timeline-frame">
      <Announcer room={room.room} thread={thread} />
      <div
        ref={viewport}
        class="timeline"
        role="log"
        aria-live="off"
        aria-label={thread === undefined ? t("timeline.label") : t("thread.label")}
        tabindex={0}
        onKeyDown={moveFocus}
      >
        <div ref={content} class="timeline-content">
          {!window_.loaded.value && <SkeletonLines widths={[30, 70, 55, 25, 80, 40]} />}
          {isEmpty && empty}
          {daysOf(rows.value).map(([day, ofDay]) => (
            <div key={day.key} class="day" role="group" aria-label={dayName(day.time)}>
              <div class="day-line" aria-hidden="true">
                <span>{dayName(day.time)}</span>
              </div>
              {ofDay.map((row) => (
                <TimelineRow
                  key={row.key}
                  row={row}
                  room={room}
                  thread={thread}
                  highlighted={row.key === highlighted.value}
                />
              ))}
            </div>
          ))}
          {notices}
        </div>
      </div>
      {(!following.value || window_.moreAfter.value) && window_.loaded.value && !isEmpty && (
        <button type="button" class="jump" onClick={() => void jump()}>
          <Icon of={ArrowDown} small />
          {below.value > 0 ? t("timeline.jumpNew", { count: below.value }) : t("timeline.jump")}
        </button>
      )}
    </div>
  );
}

/** Lines about the room that lie within what is drawn. */
function visibleLines(window_: TimelineWindow) {
  const first = window_.entries.value[0]?.time ?? 0;
  const last = window_.entries.value.at(-1)?.time ?? Number.POSITIVE_INFINITY;
  return window_.lines.value.filter(
    (line) => (!window_.moreBefore.value || line.time >= first) && (!window_.moreAfter.value || line.time <= last),
  );
}

function TimelineRow({
  row,
  room,
  thread,
  highlighted,
}: {
  row: DayRow;
  room: RoomSummary;
  thread?: string | undefined;
  highlighted: boolean;
}) {
  switch (row.kind) {
    case "unread":
      return (
        <div class="unread-line" role="separator" data-row={row.key}>
          <span>{t("timeline.unread")}</span>
        </div>
      );
    case "line":
      return <LineRow line={row.line} room={room} rowKey={row.key} />;
    default:
      return <Message entry={row.entry} head={row.head} room={room} inThread={thread} highlighted={highlighted} />;
  }
}
