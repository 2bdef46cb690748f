import { useApp } from "../state/app.ts";
import { go } from "../state/route.ts";
import { t } from "../text/messages.ts";
import { Empty } from "../ui/empty.tsx";
import { SkeletonLines } from "../ui/skeleton.tsx";
import { EntryCard } from "./entry-card.tsx";
import { useEntries } from "./use-entries.ts";

/** What people of this room want to find again. */
export function PinsPane({ room }: { room: string }) {
  const app = useApp();
  const pinned = useEntries(room, () => app.paloma.pinned(room, 100));
  if (pinned === undefined) {
    return <SkeletonLines widths={[60, 90, 50]} />;
  }
  if (pinned.length === 0) {
    return <Empty title={t("pins.none")}>{t("pins.noneHint")}</Empty>;
  }
  return (
    <ul class="entry-list">
      {pinned.map((entry) => (
        <EntryCard key={entry.id} entry={entry} onOpen={() => go({ at: "room", room, entry: entry.id })} />
      ))}
    </ul>
  );
}
