import { Copy, RotateCw } from "lucide";
import type { Entry, RoomSummary } from "../../model/views.ts";
import { compose } from "../composer/compose.ts";
import { useApp } from "../state/app.ts";
import { problemText } from "../state/problems.ts";
import { say } from "../state/toasts.ts";
import { t } from "../text/messages.ts";
import { Button } from "../ui/button.tsx";

/** Why an own message is not on its way, and what can be done. */
export function Stuck({ entry, room }: { entry: Entry; room: RoomSummary }) {
  const app = useApp();
  const text = entry.body.kind === "message" ? entry.body.text : "";
  const reason =
    entry.delivery === "failed"
      ? (entry.failure ?? t("delivery.failed"))
      : entry.delivery === "queued" && room.obstacle !== undefined
        ? problemText(room.obstacle)
        : undefined;
  if (reason === undefined) {
    return null;
  }
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    say(t("copied"));
  };
  return (
    <div class={entry.delivery === "failed" ? "stuck failed" : "stuck"}>
      <span>{t(entry.delivery === "failed" ? "stuck.failed" : "stuck.waits", { reason })}</span>
      {entry.delivery === "failed" ? (
        <Button
          small
          kind="plain"
          icon={RotateCw}
          onClick={() => compose({ kind: "text", room: room.room, thread: entry.thread, text })}
        >
          {t("stuck.again")}
        </Button>
      ) : (
        <Button small kind="plain" icon={RotateCw} onClick={() => void app.paloma.retryNow()}>
          {t("retry")}
        </Button>
      )}
      {text !== "" && (
        <Button small kind="plain" icon={Copy} onClick={() => void copy()}>
          {t("copy")}
        </Button>
      )}
    </div>
  );
}
