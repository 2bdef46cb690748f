import { useEffect, useId, useRef } from "preact/hooks";
import type { Entry } from "../../model/views.ts";
import { useApp } from "../state/app.ts";
import { harmlessLine } from "../text/harmless.ts";
import { t } from "../text/messages.ts";
import { Button } from "../ui/button.tsx";
import { VotersDialog } from "./voters-dialog.tsx";

type PollBody = Extract<Entry["body"], { kind: "poll" }>;

/** A question, its options with how many want each, and the own choice. */
export function Poll({ entry, body, room }: { entry: Entry; body: PollBody; room: string }) {
  const app = useApp();
  const question = useId();
  const votes = body.options.reduce((sum, option) => sum + option.votes, 0);
  const choose = (index: number, on: boolean) => {
    const others = body.multiple ? body.options.flatMap((option, at) => (option.mine && at !== index ? [at] : [])) : [];
    void app.act({
      kind: "vote",
      room,
      poll: entry.id,
      choices: on ? [...others, index].sort((a, b) => a - b) : others,
    });
  };
  return (
    <fieldset class="poll" aria-labelledby={question}>
      <p class="poll-question" id={question}>
        <bdi>{harmlessLine(body.question, 300)}</bdi>
      </p>
      {body.options.map((option, index) => (
        <label key={index} class={`poll-option${option.mine ? " mine" : ""}`}>
          <input
            type={body.multiple ? "checkbox" : "radio"}
            name={question}
            checked={option.mine}
            disabled={body.closed}
            onChange={(event) => choose(index, event.currentTarget.checked)}
          />
          <bdi class="grow">{harmlessLine(option.text, 200)}</bdi>
          <span class="figures quiet">{t("poll.votes", { count: option.votes })}</span>
          <Share of={votes === 0 ? 0 : option.votes / votes} />
        </label>
      ))}
      <div class="row poll-foot">
        <span class="quiet secondary">
          {t(body.closed ? "poll.closed" : body.multiple ? "poll.several" : "poll.one")}
        </span>
        <Button
          small
          kind="plain"
          onClick={() => app.open(() => <VotersDialog entry={entry} body={body} room={room} />)}
        >
          {t("poll.who")}
        </Button>
        {!body.closed && entry.account === app.self && (
          <Button small kind="plain" onClick={() => void app.act({ kind: "closePoll", room, poll: entry.id })}>
            {t("poll.close")}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

function Share({ of }: { of: number }) {
  const bar = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    bar.current?.style.setProperty("inline-size", `${Math.round(of * 100)}%`);
  }, [of]);
  return <span ref={bar} class="poll-share" />;
}
