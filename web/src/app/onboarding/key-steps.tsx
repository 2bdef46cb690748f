import { Download, Printer } from "lucide";
import { useMemo, useState } from "preact/hooks";
import { useApp } from "../state/app.ts";
import { t } from "../text/messages.ts";
import { saveBlob } from "../timeline/save.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Field } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { forgetPending } from "./pending-key.ts";
import { Step } from "./step.tsx";

/** Two of the groups, chosen for this time. */
function twoOf(count: number): readonly [number, number] {
  const [a = 0, b = 0] = crypto.getRandomValues(new Uint32Array(2));
  const first = a % count;
  const second = (first + 1 + (b % (count - 1))) % count;
  return first < second ? [first, second] : [second, first];
}

const LOOK_ALIKES: Readonly<Record<string, string>> = { i: "1", l: "1", o: "0" };

/** As the engine reads it: case and look-alikes don't matter. */
const normal = (text: string) =>
  text
    .trim()
    .toLowerCase()
    .replace(/[ilo]/g, (letter) => LOOK_ALIKES[letter] ?? letter);

/** Shows the recovery key, once, and asks for two of its groups back. */
export function KeySteps({ recoveryKey, onDone }: { recoveryKey: string; onDone(): void }) {
  const groups = useMemo(() => recoveryKey.split(/[-\s]+/), [recoveryKey]);
  const [checking, setChecking] = useState(false);
  const done = async () => {
    await forgetPending();
    onDone();
  };
  return checking ? (
    <CheckStep groups={groups} onBack={() => setChecking(false)} onDone={() => void done()} />
  ) : (
    <ShowStep groups={groups} recoveryKey={recoveryKey} onNext={() => setChecking(true)} />
  );
}

function ShowStep({ groups, recoveryKey, onNext }: { groups: readonly string[]; recoveryKey: string; onNext(): void }) {
  const app = useApp();
  const handle = app.account.value?.handle ?? "";
  const save = () => {
    const text = `${t("key.fileTitle", { handle, origin: location.origin })}\n\n${recoveryKey}\n\n${t("key.fileNote")}\n`;
    saveBlob(new Blob([text]), `paloma-${handle || "recovery"}-key.txt`);
  };
  return (
    <Step title={t("key.title")} step={[2, 3]}>
      <p>{t("key.text")}</p>
      <ol class="key-groups mono" aria-label={t("recovery.field")} dir="ltr">
        {groups.map((group) => (
          <li key={group}>{group}</li>
        ))}
      </ol>
      <div class="row key-actions">
        <CopyButton text={recoveryKey} />
        <Button icon={Printer} onClick={() => print()}>
          {t("print")}
        </Button>
        <Button icon={Download} onClick={save}>
          {t("save")}
        </Button>
      </div>
      <Notice kind="warn">{t("key.warning")}</Notice>
      <Button kind="primary" wide onClick={onNext}>
        {t("key.saved")}
      </Button>
    </Step>
  );
}

function CheckStep({ groups, onBack, onDone }: { groups: readonly string[]; onBack(): void; onDone(): void }) {
  const [first, second] = useMemo(() => twoOf(groups.length), [groups]);
  const [typed, setTyped] = useState<readonly [string, string]>(["", ""]);
  const [wrong, setWrong] = useState<readonly [boolean, boolean]>([false, false]);
  const check = async (event: Event) => {
    event.preventDefault();
    const mistakes = [
      normal(typed[0]) !== normal(groups[first] ?? ""),
      normal(typed[1]) !== normal(groups[second] ?? ""),
    ] as const;
    setWrong(mistakes);
    if (!mistakes[0] && !mistakes[1]) {
      // Asked for at the moment when there is something to keep; a browser that refuses is told of in the settings.
      await navigator.storage?.persist?.().catch(() => false);
      onDone();
    }
  };
  return (
    <Step title={t("check.title")} onBack={onBack} step={[3, 3]}>
      <p>{t("check.text")}</p>
      <form class="stack" onSubmit={(event) => void check(event)}>
        <Field
          label={t("check.group", { number: first + 1 })}
          value={typed[0]}
          onInput={(value) => setTyped([value, typed[1]])}
          problem={wrong[0] ? t("check.wrong") : undefined}
          mono
          maxLength={12}
          autoFocus
        />
        <Field
          label={t("check.group", { number: second + 1 })}
          value={typed[1]}
          onInput={(value) => setTyped([typed[0], value])}
          problem={wrong[1] ? t("check.wrong") : undefined}
          mono
          maxLength={12}
        />
        <Button submit kind="primary" wide disabled={typed[0].trim() === "" || typed[1].trim() === ""}>
          {t("check.finish")}
        </Button>
      </form>
    </Step>
  );
}
