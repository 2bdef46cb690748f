import { useState } from "preact/hooks";
import { useApp } from "../state/app.ts";
import { t } from "../text/messages.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Step } from "./step.tsx";

/** Asks for the passphrase that this browser's copy is locked with. */
export function UnlockStep() {
  const app = useApp();
  const [passphrase, setPassphrase] = useState("");
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState(false);
  const [erasing, setErasing] = useState(false);
  const unlock = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setWrong(!(await app.paloma.unlock(passphrase)));
    setBusy(false);
  };
  const erase = async () => {
    await app.paloma.erase();
    location.reload();
  };
  if (erasing) {
    return (
      <Step title={t("erase.title")} onBack={() => setErasing(false)}>
        <p>{t("erase.warning")}</p>
        <Button kind="primary" danger wide onClick={() => void erase()}>
          {t("erase.button")}
        </Button>
      </Step>
    );
  }
  return (
    <Step title={t("unlock.title")}>
      <form class="stack" onSubmit={(event) => void unlock(event)}>
        <Field
          label={t("passphrase.field")}
          type="password"
          autoComplete="current-password"
          value={passphrase}
          onInput={setPassphrase}
          problem={wrong ? t("unlock.wrong") : undefined}
          autoFocus
        />
        <Button submit kind="primary" wide busy={busy} disabled={passphrase === ""}>
          {t("unlock.button")}
        </Button>
        <Button kind="plain" wide onClick={() => setErasing(true)}>
          {t("unlock.forgotten")}
        </Button>
      </form>
    </Step>
  );
}
