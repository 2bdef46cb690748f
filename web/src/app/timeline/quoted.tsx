import { Reply } from "lucide";
import { excerpt } from "../markdown/excerpt.ts";
import { useApp } from "../state/app.ts";
import { go } from "../state/route.ts";
import { t } from "../text/messages.ts";
import { hueOf } from "../text/names.ts";
import { Icon } from "../ui/icon.tsx";
import { useEntry } from "./use-entry.ts";

/** The message that another one answers, in one line. It leads there. */
export function Quoted({ room, id }: { room: string; id: string }) {
  const app = useApp();
  const entry = useEntry(room, id);
  if (entry === undefined || entry === "gone") {
    return (
      <span class="quoted">
        <Icon of={Reply} small directional />
        <span class="ellipsis">{entry === undefined ? "…" : t("reply.before")}</span>
      </span>
    );
  }
  const said =
    entry.body.kind === "message"
      ? excerpt(entry.body.text) || t("attachment")
      : t(entry.body.kind === "poll" ? "poll" : "message.deleted");
  return (
    <button type="button" class="quoted" onClick={() => go({ at: "room", room, entry: id })}>
      <Icon of={Reply} small directional label={t("reply.to")} />
      <bdi class={`name hue-${hueOf(entry.account)}`}>{app.people.name(entry.account)}</bdi>
      <bdi class="ellipsis">{said}</bdi>
    </button>
  );
}
