import { X } from "lucide";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { RoomSummary } from "../../model/views.ts";
import { type Pane, showPane } from "../state/route.ts";
import { t } from "../text/messages.ts";
import { IconButton } from "../ui/button.tsx";
import { PinsPane } from "./pins-pane.tsx";
import { RoomDetails } from "./room-details.tsx";
import { ThreadPane } from "./thread-pane.tsx";
import { ThreadsPane } from "./threads-pane.tsx";
import { UnreadablePane } from "./unreadable-pane.tsx";

const TITLES = {
  thread: "thread.title",
  threads: "room.threads",
  pins: "room.pins",
  details: "room.details",
  unreadable: "unreadable.title",
} as const;

function content(room: RoomSummary, pane: Pane): ComponentChildren {
  switch (pane.kind) {
    case "thread":
      return <ThreadPane key={pane.entry} room={room} entry={pane.entry} />;
    case "threads":
      return <ThreadsPane room={room.room} />;
    case "pins":
      return <PinsPane room={room.room} />;
    case "details":
      return <RoomDetails room={room} />;
    default:
      return <UnreadablePane room={room} />;
  }
}

/** The third pane. It slides over the others where there is no room beside them. */
export function Aside({ room, pane }: { room: RoomSummary; pane: Pane }) {
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Where it lies over the room, the focus must not stay below it.
    if (matchMedia("(max-width: 1099px)").matches) {
      close.current?.focus();
    }
  }, [pane.kind]);
  const title = t(TITLES[pane.kind]);
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button and Esc close it as well */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: see above */}
      <div class="aside-shade" onClick={() => showPane(undefined)} />
      <aside class="aside" aria-label={title}>
        <header class="pane-head">
          <h2 class="grow ellipsis pane-title">{title}</h2>
          <IconButton buttonRef={close} icon={X} label={t("close")} onClick={() => showPane(undefined)} />
        </header>
        {content(room, pane)}
      </aside>
    </>
  );
}
