import { useState } from "preact/hooks";
import type { Command } from "../../model/commands.ts";
import { useApp } from "../state/app.ts";
import { thrownText } from "../state/problems.ts";
import { say } from "../state/toasts.ts";
import { t } from "../text/messages.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";

/** Takes a device away from the account. With the recovery key it also loses what it could still sign with. */
export function RevokeDialog({ device }: { device: string }) {
  const [key, setKey] = useState("");
  const recoveryKey = key.trim();
  return (
    <KeyDialog
      title={t("revoke.title")}
      explain={t("revoke.explain")}
      button={t("devices.revoke")}
      said={t("revoke.done")}
      danger
      value={key}
      onInput={setKey}
      hint={t("revoke.keyHint")}
      command={{ kind: "revokeDevice", device, ...(recoveryKey === "" ? {} : { recoveryKey }) }}
      ready
    />
  );
}

/** Makes a new list key, which devices sign the list of devices with. */
export function RotateDialog() {
  const [key, setKey] = useState("");
  return (
    <KeyDialog
      title={t("devices.rotate")}
      explain={t("rotate.explain")}
      button={t("rotate.button")}
      said={t("rotate.done")}
      value={key}
      onInput={setKey}
      command={{ kind: "rotateListKey", recoveryKey: key.trim() }}
      ready={key.trim() !== ""}
    />
  );
}

interface KeyDialogProps {
  title: string;
  explain: string;
  button: string;
  said: string;
  danger?: boolean;
  value: string;
  onInput(value: string): void;
  hint?: string;
  command: Command;
  ready: boolean;
}

function KeyDialog(props: KeyDialogProps) {
  const app = useApp();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const run = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await app.paloma.command(props.command);
      app.close();
      say(props.said);
    } catch (thrown) {
      setProblem(thrownText(thrown));
      setBusy(false);
    }
  };
  return (
    <Dialog title={props.title} onClose={app.close}>
      <form class="stack" onSubmit={(event) => void run(event)}>
        <p>{props.explain}</p>
        <Field
          label={t("recovery.field")}
          value={props.value}
          onInput={props.onInput}
          hint={props.hint}
          problem={problem}
          rows={2}
          mono
        />
        <DialogActions>
          <Button onClick={app.close}>{t("cancel")}</Button>
          <Button submit kind="primary" danger={props.danger} busy={busy} disabled={!props.ready}>
            {props.button}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
