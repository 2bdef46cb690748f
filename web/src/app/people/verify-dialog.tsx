import { Camera, ShieldCheck, ShieldOff } from "lucide";
import { useEffect, useState } from "preact/hooks";
import type { SafetyNumber } from "../../model/views.ts";
import { useApp } from "../state/app.ts";
import { t } from "../text/messages.ts";
import { Button } from "../ui/button.tsx";
import { CodeScanner, canScan } from "../ui/code-scanner.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { Notice } from "../ui/notice.tsx";
import { QrCode } from "../ui/qr-code.tsx";
import { SkeletonLines } from "../ui/skeleton.tsx";

/** Compares with somebody that both see the same number: by picture, or by reading it out. */
export function VerifyDialog({ account }: { account: string }) {
  const app = useApp();
  const [number, setNumber] = useState<SafetyNumber>();
  const [scanning, setScanning] = useState(false);
  const [result, setResult] = useState<"same" | "other">();
  const name = app.people.name(account);
  const verified = app.people.get(account)?.verified === true;
  useEffect(() => {
    void app.paloma.safetyNumber(account).then(setNumber);
  }, [app, account]);

  const mark = (to: boolean) => app.act({ kind: "verify", account, verified: to });
  const scanned = async (text: string) => {
    setScanning(false);
    const same = await app.paloma.isSafetyText(account, text);
    setResult(same ? "same" : "other");
    if (same) {
      await mark(true);
    }
  };
  return (
    <Dialog title={t("verify.title", { name })} onClose={app.close}>
      <p>{t("verify.explain", { name })}</p>
      {number === undefined ? (
        <SkeletonLines widths={[100, 100]} />
      ) : (
        <div class="verify">
          <QrCode text={number.text} label={t("verify.code")} />
          <ol class="digits figures mono" aria-label={t("verify.number")}>
            {number.digits.split(" ").map((group, index) => (
              <li key={index}>{group}</li>
            ))}
          </ol>
        </div>
      )}
      {scanning && <CodeScanner onText={(text) => void scanned(text)} onClose={() => setScanning(false)} />}
      {result === "other" && <Notice kind="danger">{t("verify.other", { name })}</Notice>}
      {verified && <Notice kind="good">{t("person.verified", { name })}</Notice>}
      <DialogActions>
        {verified ? (
          <Button icon={ShieldOff} onClick={() => void mark(false)}>
            {t("verify.take")}
          </Button>
        ) : (
          <>
            {canScan() && (
              <Button icon={Camera} onClick={() => setScanning(true)}>
                {t("verify.scan")}
              </Button>
            )}
            <Button kind="primary" icon={ShieldCheck} disabled={number === undefined} onClick={() => void mark(true)}>
              {t("verify.same")}
            </Button>
          </>
        )}
      </DialogActions>
    </Dialog>
  );
}
