import { useEffect, useState } from "preact/hooks";
import { Markdown } from "../markdown/markdown.tsx";
import { useApp } from "../state/app.ts";
import { t } from "../text/messages.ts";
import { fullTime } from "../text/time.ts";
import { Dialog } from "../ui/dialog.tsx";
import { SkeletonLines } from "../ui/skeleton.tsx";

/** What a message said before, the newest first. */
export function HistoryDialog({ room, entry }: { room: string; entry: string }) {
  const app = useApp();
  const [texts, setTexts] = useState<{ text: string; time: number }[]>();
  useEffect(() => {
    void app.paloma.texts(room, entry).then(setTexts);
  }, [app, room, entry]);
  return (
    <Dialog title={t("message.history")} onClose={app.close}>
      {texts === undefined && <SkeletonLines widths={[60, 90]} />}
      <ol class="stack">
        {[...(texts ?? [])].reverse().map((text, index) => (
          <li key={text.time} class="history-item">
            <div class="quiet secondary">
              <time dateTime={new Date(text.time).toISOString()}>{fullTime(text.time)}</time>
              {index === 0 && ` · ${t("history.now")}`}
            </div>
            <Markdown source={text.text} mentionOf={() => undefined} />
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
