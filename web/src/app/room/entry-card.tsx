import type { ComponentChildren } from "preact";
import type { Entry } from "../../model/views.ts";
import { excerpt } from "../markdown/excerpt.ts";
import { useApp } from "../state/app.ts";
import { t } from "../text/messages.ts";
import { fullTime, shortTime } from "../text/time.ts";
import { Avatar } from "../ui/avatar.tsx";

/** A message in a list that leads to it. */
export function EntryCard({ entry, onOpen, children }: { entry: Entry; onOpen(): void; children?: ComponentChildren }) {
  const app = useApp();
  const name = app.people.name(entry.account);
  const text =
    entry.body.kind === "message"
      ? excerpt(entry.body.text, 240) || t("attachment")
      : entry.body.kind === "poll"
        ? excerpt(entry.body.question)
        : t("message.deleted");
  return (
    <li>
      <button type="button" class="entry-card" onClick={onOpen}>
        <Avatar account={entry.account} name={name} size="small" />
        <span class="grow">
          <span class="entry-card-head">
            <bdi class="ellipsis">
              <strong>{name}</strong>
            </bdi>
            <time class="quiet secondary" dateTime={new Date(entry.time).toISOString()} title={fullTime(entry.time)}>
              {shortTime(entry.time)}
            </time>
          </span>
          <bdi class="entry-card-text">{text}</bdi>
          {children}
        </span>
      </button>
    </li>
  );
}
