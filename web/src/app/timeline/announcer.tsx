import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { excerpt } from "../markdown/excerpt.ts";
import { useApp } from "../state/app.ts";
import { t } from "../text/messages.ts";

/** Says new messages to screen readers, politely. History that is loaded is not news, so the timeline itself says nothing. */
export function Announcer({ room, thread }: { room: string; thread?: string | undefined }) {
  const app = useApp();
  const said = useSignal("");
  useEffect(
    () =>
      app.onChange((change) => {
        if (change.kind !== "messageArrived" || change.room !== room) {
          return;
        }
        void app.paloma.entry(room, change.entry).then((entry) => {
          if (entry !== undefined && entry.account !== app.self && entry.thread === thread) {
            const text = entry.body.kind === "message" ? excerpt(entry.body.text) : t("poll");
            said.value = t("timeline.said", { name: app.people.name(entry.account), text });
          }
        });
      }),
    [app, room, thread],
  );
  return (
    <div class="unseen" aria-live="polite">
      {said}
    </div>
  );
}
