import { useState } from "preact/hooks";
import { useApp } from "../state/app.ts";
import { thrownText } from "../state/problems.ts";
import { t } from "../text/messages.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { Step } from "./step.tsx";

/** Comes back with the recovery key, when every device is lost. */
export function RecoverStep({ onBack }: { onBack(): void }) {
  const app = useApp();
  const [handle, setHandle] = useState("");
  const [key, setKey] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const recover = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await app.paloma.command({ kind: "recover", origin: location.origin, handle, recoveryKey: key.trim() });
    } catch (thrown) {
      setProblem(thrownText(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Step title={t("recover.title")} onBack={onBack}>
      <p>{t("recover.text")}</p>
      <form class="stack" onSubmit={(event) => void recover(event)}>
        <Field
          label={t("handle")}
          value={handle}
          onInput={(value) => setHandle(value.toLowerCase().replace(/^@/, "").trim())}
          autoComplete="username"
          maxLength={32}
          autoFocus
        />
        <Field
          label={t("recovery.field")}
          value={key}
          onInput={setKey}
          hint={t("recover.hint")}
          problem={problem}
          rows={3}
          mono
          maxLength={120}
        />
        <Notice>{t("recover.note")}</Notice>
        <Button submit kind="primary" wide busy={busy} disabled={handle === "" || key.trim() === ""}>
          {busy ? t("recover.working") : t("recover.button")}
        </Button>
      </form>
    </Step>
  );
}
