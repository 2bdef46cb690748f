import { useRef, useState } from "preact/hooks";
import { Composer } from "../composer/composer.tsx";
import { handDropped } from "../composer/drop.ts";
import { useApp } from "../state/app.ts";
import type { Route } from "../state/route.ts";
import { t } from "../text/messages.ts";
import { Timeline } from "../timeline/timeline.tsx";
import { Empty } from "../ui/empty.tsx";
import { SkeletonLines } from "../ui/skeleton.tsx";
import { Aside } from "./aside.tsx";
import { RoomEmpty } from "./room-empty.tsx";
import { RoomHeader } from "./room-header.tsx";
import { RoomNotices } from "./room-notices.tsx";
import { TypingLine } from "./typing-line.tsx";

/** A room: its timeline, where one writes, and what stands beside it. */
export function RoomPage({ route }: { route: Extract<Route, { at: "room" }> }) {
  const app = useApp();
  const pane = useRef<HTMLElement>(null);
  const [dragging, setDragging] = useState(false);
  const room = app.rooms.get(route.room);
  if (room === undefined) {
    return (
      <main class="main">
        {app.rooms.all.value === undefined ? (
          <SkeletonLines widths={[40, 70, 60]} />
        ) : (
          <Empty title={t("room.gone")}>{t("room.goneHint")}</Empty>
        )}
      </main>
    );
  }
  const closed = room.standing === "ended";
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setDragging(false);
    if (pane.current !== null && event.dataTransfer !== null) {
      handDropped(pane.current, [...event.dataTransfer.files]);
    }
  };
  return (
    <>
      <main
        ref={pane}
        class="main room"
        onDragOver={(event) => {
          if (event.dataTransfer?.types.includes("Files")) {
            event.preventDefault();
            setDragging(true);
          }
        }}
        onDragLeave={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget as Node | null)) {
            setDragging(false);
          }
        }}
        onDrop={drop}
      >
        <RoomHeader room={room} pane={route.pane} />
        <Timeline
          key={`${room.room} ${route.entry ?? ""}`}
          room={room}
          entry={route.entry}
          notices={<RoomNotices room={room} />}
          empty={<RoomEmpty room={room} />}
        />
        <TypingLine room={room.room} />
        {closed ? <p class="composer-closed quiet">{t("room.ended")}</p> : <Composer key={room.room} room={room} />}
        {dragging && <div class="drop-here">{t("composer.drop")}</div>}
      </main>
      {route.pane && <Aside room={room} pane={route.pane} />}
    </>
  );
}
