import { Plus } from "lucide";
import { useState } from "preact/hooks";
import { useApp } from "../state/app.ts";
import { t } from "../text/messages.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { Choice, Field } from "../ui/field.tsx";
import { announceSent } from "./compose.ts";

const MOST_OPTIONS = 20;

/** Asks for a question and its options. */
export function PollDialog({ room }: { room: string }) {
  const app = useApp();
  const [question, setQuestion] = useState("");
  const [options, setOptions] = useState(["", ""]);
  const [multiple, setMultiple] = useState(false);
  const filled = options.map((option) => option.trim()).filter((option) => option !== "");
  const create = async (event: Event) => {
    event.preventDefault();
    const outcome = await app.act({ kind: "createPoll", room, question: question.trim(), options: filled, multiple });
    if (outcome !== undefined) {
      app.close();
      announceSent(room, undefined);
    }
  };
  return (
    <Dialog title={t("composer.poll")} onClose={app.close}>
      <form class="stack" onSubmit={(event) => void create(event)}>
        <Field label={t("poll.question")} value={question} onInput={setQuestion} maxLength={300} autoFocus />
        {options.map((option, index) => (
          <Field
            key={index}
            label={t("poll.option", { number: index + 1 })}
            value={option}
            maxLength={200}
            onInput={(value) => setOptions(options.map((other, at) => (at === index ? value : other)))}
          />
        ))}
        {options.length < MOST_OPTIONS && (
          <div>
            <Button small kind="plain" icon={Plus} onClick={() => setOptions([...options, ""])}>
              {t("poll.addOption")}
            </Button>
          </div>
        )}
        <Choice label={t("poll.multiple")} checked={multiple} onChange={setMultiple} />
        <DialogActions>
          <Button onClick={app.close}>{t("cancel")}</Button>
          <Button submit kind="primary" disabled={question.trim() === "" || filled.length < 2}>
            {t("poll.create")}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
