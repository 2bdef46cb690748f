import type { RoomSummary } from "../../model/views.ts";
import { Composer } from "../composer/composer.tsx";
import { t } from "../text/messages.ts";
import { Message } from "../timeline/message.tsx";
import { Timeline } from "../timeline/timeline.tsx";
import { useEntry } from "../timeline/use-entry.ts";

/** A message and its answers. */
export function ThreadPane({ room, entry }: { room: RoomSummary; entry: string }) {
  const root = useEntry(room.room, entry);
  return (
    <>
      {root !== undefined && root !== "gone" && (
        <div class="thread-root">
          <Message entry={root} head room={room} inThread={entry} />
        </div>
      )}
      {root === "gone" && <p class="quiet pane-note">{t("reply.before")}</p>}
      <Timeline room={room} thread={entry} empty={<p class="quiet pane-note">{t("thread.empty")}</p>} />
      {room.standing !== "ended" && <Composer room={room} thread={entry} />}
    </>
  );
}
