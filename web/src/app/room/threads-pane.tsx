import { useApp } from "../state/app.ts";
import { showPane } from "../state/route.ts";
import { t } from "../text/messages.ts";
import { relative } from "../text/time.ts";
import { Empty } from "../ui/empty.tsx";
import { SkeletonLines } from "../ui/skeleton.tsx";
import { EntryCard } from "./entry-card.tsx";
import { useEntries } from "./use-entries.ts";

/** The threads of a room, those that were written to last first. */
export function ThreadsPane({ room }: { room: string }) {
  const app = useApp();
  const threads = useEntries(room, () => app.paloma.threads(room, 100));
  if (threads === undefined) {
    return <SkeletonLines widths={[60, 90, 50]} />;
  }
  if (threads.length === 0) {
    return <Empty title={t("threads.none")}>{t("threads.noneHint")}</Empty>;
  }
  return (
    <ul class="entry-list">
      {threads.map((entry) => (
        <EntryCard key={entry.id} entry={entry} onOpen={() => showPane({ kind: "thread", entry: entry.id })}>
          {entry.replies && (
            <span class="secondary accent-text block">
              {t("thread.replies", { count: entry.replies.count })} · {relative(entry.replies.last)}
            </span>
          )}
        </EntryCard>
      ))}
    </ul>
  );
}
