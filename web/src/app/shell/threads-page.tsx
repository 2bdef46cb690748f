import { useEffect, useState } from "preact/hooks";
import type { Entry } from "../../model/views.ts";
import { EntryCard } from "../room/entry-card.tsx";
import { useApp } from "../state/app.ts";
import { go } from "../state/route.ts";
import { t } from "../text/messages.ts";
import { relative } from "../text/time.ts";
import { Empty } from "../ui/empty.tsx";
import { SkeletonLines } from "../ui/skeleton.tsx";
import { Page } from "./page.tsx";

const EACH = 10;
const MOST_ROOMS = 50;

/** The threads of all rooms, those that were written to last first. */
export function ThreadsPage() {
  const app = useApp();
  const [threads, setThreads] = useState<readonly { room: string; entry: Entry }[]>();
  const rooms = app.rooms.sorted.value;
  useEffect(() => {
    const ask = rooms.slice(0, MOST_ROOMS).map(async ({ room }) => {
      const found = await app.paloma.threads(room, EACH);
      return found.map((entry) => ({ room, entry }));
    });
    void Promise.all(ask).then((all) =>
      setThreads(all.flat().sort((a, b) => (b.entry.replies?.last ?? 0) - (a.entry.replies?.last ?? 0))),
    );
  }, [app, rooms]);
  return (
    <Page title={t("sidebar.threads")}>
      {threads === undefined && <SkeletonLines widths={[60, 90, 50]} />}
      {threads?.length === 0 && <Empty title={t("threads.none")}>{t("threads.noneHint")}</Empty>}
      <ul class="entry-list">
        {threads?.map(({ room, entry }) => {
          const summary = app.rooms.get(room);
          return (
            <EntryCard
              key={entry.id}
              entry={entry}
              onOpen={() => go({ at: "room", room, pane: { kind: "thread", entry: entry.id } })}
            >
              <span class="secondary accent-text block">
                {t("thread.replies", { count: entry.replies?.count ?? 0 })} ·{" "}
                {relative(entry.replies?.last ?? entry.time)}
                {summary && <bdi class="quiet"> · {app.rooms.title(summary)}</bdi>}
              </span>
            </EntryCard>
          );
        })}
      </ul>
    </Page>
  );
}
