import { useEffect, useState } from "preact/hooks";
import type { RoomSummary, Unreadable } from "../../model/views.ts";
import { useApp } from "../state/app.ts";
import { t } from "../text/messages.ts";
import { fullTime, relative } from "../text/time.ts";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { SkeletonLines } from "../ui/skeleton.tsx";

/** Why messages can't be read yet, what Paloma does about it, and what the person can do. */
export function UnreadablePane({ room }: { room: RoomSummary }) {
  const app = useApp();
  const [all, setAll] = useState<readonly Unreadable[]>();
  useEffect(() => {
    void app.paloma.unreadables(room.room).then(setAll);
  }, [app, room.room, room.unreadable]);
  if (all === undefined) {
    return <SkeletonLines widths={[70, 90, 50]} />;
  }
  if (all.length === 0) {
    return <Empty title={t("unreadable.none")} />;
  }
  return (
    <div class="pane-body stack">
      <p>{t("unreadable.explain", { count: all.length })}</p>
      <div>
        <Button small kind="primary" onClick={() => void app.act({ kind: "retryUnreadable", room: room.room })}>
          {t("unreadable.retry")}
        </Button>
      </div>
      <ul class="stack">
        {all.map((one) => (
          <li key={one.sequence} class="card">
            <p class="quiet secondary">{fullTime(one.time)}</p>
            <p>{one.why}</p>
            <p class="quiet secondary">
              {t("unreadable.tried", { count: one.attempts })}{" "}
              {one.nextAt > 0 && t("unreadable.next", { when: relative(one.nextAt) })}
            </p>
          </li>
        ))}
      </ul>
      <p class="quiet secondary">{t("unreadable.note")}</p>
    </div>
  );
}
