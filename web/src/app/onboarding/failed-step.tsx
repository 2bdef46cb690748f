import { RotateCw, Trash2 } from "lucide";
import { useState } from "preact/hooks";
import type { HostState } from "../../model/paloma.ts";
import { useApp } from "../state/app.ts";
import { t } from "../text/messages.ts";
import { Button } from "../ui/button.tsx";
import { Step } from "./step.tsx";

type Failed = Extract<HostState, { kind: "failed" }>;

/** Nothing works here, why, and what to do about it. */
export function FailedStep({ failed }: { failed: Failed }) {
  const app = useApp();
  const [sure, setSure] = useState(false);
  const erase = async () => {
    await app.paloma.erase();
    location.reload();
  };
  return (
    <Step title={t(`failed.${failed.why}.title`)}>
      <p>{t(`failed.${failed.why}.text`)}</p>
      <p>{t(`failed.${failed.why}.do`)}</p>
      <Button kind="primary" wide icon={RotateCw} onClick={() => location.reload()}>
        {t("failed.reload")}
      </Button>
      {failed.why === "storage-damaged" &&
        (sure ? (
          <>
            <p>{t("erase.warning")}</p>
            <Button danger wide icon={Trash2} onClick={() => void erase()}>
              {t("erase.button")}
            </Button>
          </>
        ) : (
          <Button kind="plain" wide onClick={() => setSure(true)}>
            {t("failed.startAnew")}
          </Button>
        ))}
      {failed.detail !== "" && (
        <details class="quiet secondary">
          <summary>{t("failed.detail")}</summary>
          <p class="mono breaks">{failed.detail}</p>
        </details>
      )}
    </Step>
  );
}

/** This profile can't go on: its device was removed, or its state is a copy. */
export function EndedStep({ why }: { why: string }) {
  const app = useApp();
  const erase = async () => {
    await app.paloma.erase();
    location.reload();
  };
  return (
    <Step title={t("ended.title")}>
      <p>{why}</p>
      <p>{t("ended.do")}</p>
      <Button kind="primary" wide onClick={() => location.reload()}>
        {t("failed.reload")}
      </Button>
      <Button danger wide icon={Trash2} onClick={() => void erase()}>
        {t("erase.button")}
      </Button>
    </Step>
  );
}
