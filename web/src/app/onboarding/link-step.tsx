import { RotateCw } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { useApp } from "../state/app.ts";
import { problemText, thrownText } from "../state/problems.ts";
import { t } from "../text/messages.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Notice } from "../ui/notice.tsx";
import { QrCode } from "../ui/qr-code.tsx";
import { SkeletonLines } from "../ui/skeleton.tsx";
import { Step } from "./step.tsx";

/** Shows the code that a device of the account reads or types, and waits for it. */
export function LinkStep({ onBack }: { onBack(): void }) {
  const app = useApp();
  const [code, setCode] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const begin = async () => {
    setProblem(undefined);
    setCode(undefined);
    try {
      const outcome = await app.paloma.command({ kind: "beginLinking", origin: location.origin });
      if (outcome.kind === "text") {
        setCode(outcome.text);
      }
    } catch (thrown) {
      setProblem(thrownText(thrown));
    }
  };
  useEffect(() => {
    void begin();
    return app.onChange((change) => {
      if (change.kind === "linkingEnded" && change.problem !== undefined) {
        setProblem(problemText(change.problem));
      }
    });
  }, [app]);
  return (
    <Step title={t("linkThis.title")} onBack={onBack}>
      <ol class="steps">
        <li>{t("linkThis.step1")}</li>
        <li>{t("linkThis.step2")}</li>
      </ol>
      {problem !== undefined && (
        <Notice
          kind="danger"
          action={
            <Button small icon={RotateCw} onClick={() => void begin()}>
              {t("linkThis.again")}
            </Button>
          }
        >
          {problem}
        </Notice>
      )}
      {code === undefined && problem === undefined && <SkeletonLines widths={[100, 60]} />}
      {code !== undefined && problem === undefined && (
        <div class="link-code">
          <QrCode text={code.includes(":") ? code : `paloma-link:${code}`} label={t("linkThis.code")} />
          <p class="mono link-code-text" dir="ltr">
            {code}
          </p>
          <CopyButton text={code} small />
          <p class="quiet secondary" role="status">
            {t("linkThis.waiting")}
          </p>
        </div>
      )}
    </Step>
  );
}
