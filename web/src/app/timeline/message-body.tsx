import { useState } from "preact/hooks";
import type { Entry, RoomSummary } from "../../model/views.ts";
import { Markdown } from "../markdown/markdown.tsx";
import { PersonDialog } from "../people/person-dialog.tsx";
import { type App, useApp } from "../state/app.ts";
import { t } from "../text/messages.ts";
import { Attachments } from "./attachments.tsx";
import { HistoryDialog } from "./history-dialog.tsx";
import { Poll } from "./poll.tsx";
import { Quoted } from "./quoted.tsx";

/** Beyond so many characters a message is folded. */
const FOLDED = 4_000;

type MessageText = Extract<Entry["body"], { kind: "message" }>;

function mentionOf(app: App, mentions: readonly string[]) {
  return (written: string) => {
    // Punctuation behind a name is no part of it.
    const handle = written.replace(/[._-]+$/, "").toLowerCase();
    const account = mentions.find((mentioned) => {
      const known = mentioned === app.self ? app.account.value?.handle : app.people.get(mentioned)?.handle;
      return known?.toLowerCase() === handle;
    });
    if (account === undefined) {
      return undefined;
    }
    return (
      <>
        <button
          type="button"
          class={account === app.self ? "mention me" : "mention"}
          onClick={() => app.open(() => <PersonDialog account={account} />)}
        >
          @{account === app.self ? handle : app.people.name(account)}
        </button>
        {written.slice(handle.length)}
      </>
    );
  };
}

/** What an entry says. */
export function MessageBody({ entry, room }: { entry: Entry; room: RoomSummary }) {
  switch (entry.body.kind) {
    case "message":
      return <Text entry={entry} body={entry.body} room={room} />;
    case "poll":
      return <Poll entry={entry} body={entry.body} room={room.room} />;
    case "deleted":
      return <p class="quiet gone">{t("message.deleted")}</p>;
    default:
      return <p class="quiet gone">{t("message.unknown")}</p>;
  }
}

function Text({ entry, body, room }: { entry: Entry; body: MessageText; room: RoomSummary }) {
  const app = useApp();
  const [unfolded, setUnfolded] = useState(false);
  const folded = body.text.length > FOLDED && !unfolded;
  return (
    <>
      {body.replyTo !== undefined && <Quoted room={room.room} id={body.replyTo} />}
      {body.text !== "" && (
        <div class={folded ? "folded" : undefined}>
          <Markdown
            source={folded ? body.text.slice(0, FOLDED) : body.text}
            mentionOf={mentionOf(app, body.mentions)}
          />
        </div>
      )}
      {body.text.length > FOLDED && (
        <button type="button" class="link-button" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
          {t(unfolded ? "message.fold" : "message.unfold")}
        </button>
      )}
      {body.edited && (
        <button
          type="button"
          class="edited"
          onClick={() => app.open(() => <HistoryDialog room={room.room} entry={entry.id} />)}
        >
          {t("message.edited")}
        </button>
      )}
      {body.attachments.length > 0 && <Attachments room={room.room} attachments={body.attachments} />}
    </>
  );
}
