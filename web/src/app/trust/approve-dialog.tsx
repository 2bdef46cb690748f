import { Camera } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { useApp } from "../state/app.ts";
import { problemText, thrownText } from "../state/problems.ts";
import { t } from "../text/messages.ts";
import { Button } from "../ui/button.tsx";
import { CodeScanner, canScan } from "../ui/code-scanner.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";

/** Lets a new device in: it shows a code, which is read or typed here. */
export function ApproveDialog() {
  const app = useApp();
  const [code, setCode] = useState("");
  const [scanning, setScanning] = useState(false);
  const [state, setState] = useState<"asking" | "working" | "done">("asking");
  const [problem, setProblem] = useState<string>();
  useEffect(
    () =>
      app.onChange((change) => {
        if (change.kind === "linkingEnded") {
          setState(change.problem === undefined ? "done" : "asking");
          setProblem(change.problem && problemText(change.problem));
        }
      }),
    [app],
  );
  const approve = async (text: string) => {
    setState("working");
    setProblem(undefined);
    try {
      await app.paloma.command({ kind: "approveLinking", code: text });
      setState("done");
    } catch (thrown) {
      setState("asking");
      setProblem(thrownText(thrown));
    }
  };
  if (state === "done") {
    return (
      <Dialog title={t("devices.link")} onClose={app.close}>
        <Notice kind="good">{t("linking.done")}</Notice>
        <DialogActions>
          <Button kind="primary" onClick={app.close} autoFocus>
            {t("close")}
          </Button>
        </DialogActions>
      </Dialog>
    );
  }
  return (
    <Dialog title={t("devices.link")} onClose={app.close}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void approve(code);
        }}
      >
        <ol class="steps">
          <li>{t("linking.step1", { origin: app.account.value?.origin ?? "" })}</li>
          <li>{t("linking.step2")}</li>
          <li>{t("linking.step3")}</li>
        </ol>
        {scanning && (
          <CodeScanner
            onText={(text) => {
              setScanning(false);
              void approve(text);
            }}
            onClose={() => setScanning(false)}
          />
        )}
        <Field
          label={t("linking.code")}
          value={code}
          onInput={setCode}
          problem={problem}
          mono
          autoFocus
          maxLength={120}
        />
        <Notice>{t("linking.warning")}</Notice>
        <DialogActions>
          {canScan() && !scanning && (
            <Button icon={Camera} onClick={() => setScanning(true)}>
              {t("verify.scan")}
            </Button>
          )}
          <Button submit kind="primary" busy={state === "working"} disabled={code.trim() === ""}>
            {t("linking.approve")}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
