import { FaceSlightlySmilingPlus } from "lucide";
import { useRef, useState } from "preact/hooks";
import type { Entry, Reaction } from "../../model/views.ts";
import { EmojiPicker } from "../emoji/emoji-picker.tsx";
import { useApp } from "../state/app.ts";
import { formatNumber, t } from "../text/messages.ts";
import { IconButton } from "../ui/button.tsx";

const NAMED = 8;

/** The reactions below a message, each a switch, and a way to add another. */
export function Reactions({ entry, room }: { entry: Entry; room: string }) {
  return (
    <div class="reactions">
      {entry.reactions.map((reaction) => (
        <ReactionChip key={reaction.emoji} reaction={reaction} entry={entry} room={room} />
      ))}
      <AddReaction entry={entry} room={room} />
    </div>
  );
}

function ReactionChip({ reaction, entry, room }: { reaction: Reaction; entry: Entry; room: string }) {
  const app = useApp();
  const [names, setNames] = useState<string>();
  const ask = () =>
    void app.paloma.reactors(room, entry.id, reaction.emoji).then((accounts) => {
      const first = accounts.slice(0, NAMED).map((account) => app.people.name(account));
      const more = accounts.length - first.length;
      setNames([...first, ...(more > 0 ? [t("andMore", { count: more })] : [])].join(", "));
    });
  return (
    <button
      type="button"
      class="reaction"
      aria-pressed={reaction.mine}
      title={names}
      onPointerEnter={ask}
      onFocus={ask}
      onClick={() =>
        void app.act({ kind: "react", room, message: entry.id, emoji: reaction.emoji, on: !reaction.mine })
      }
    >
      <span class="emoji">{reaction.emoji}</span>
      <span class="figures">{formatNumber(reaction.count)}</span>
      <span class="unseen">{t("reaction.word", { count: reaction.count })}</span>
    </button>
  );
}

export function AddReaction({ entry, room, small = true }: { entry: Entry; room: string; small?: boolean }) {
  const app = useApp();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <IconButton
        buttonRef={button}
        icon={FaceSlightlySmilingPlus}
        small={small}
        label={t("message.react")}
        popup="dialog"
        expanded={open}
        onClick={() => setOpen(!open)}
      />
      {open && button.current && (
        <EmojiPicker
          anchor={button.current}
          onClose={() => setOpen(false)}
          onChoose={(emoji) => {
            setOpen(false);
            void app.act({ kind: "react", room, message: entry.id, emoji, on: true });
          }}
        />
      )}
    </>
  );
}
