import { useState } from "preact/hooks";
import { useApp } from "../state/app.ts";
import { thrownText } from "../state/problems.ts";
import { t } from "../text/messages.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { keepPending } from "./pending-key.ts";
import { Step } from "./step.tsx";

interface JoinStepProps {
  invite?: string | undefined;
  /** A link that puts an account back says which. */
  handle?: string | undefined;
  onKey(recoveryKey: string): void;
  onBack(): void;
}

const HANDLE = /^[a-z][a-z0-9._-]{2,31}$/;

/** The first question: what to be called. The answer makes the account. */
export function JoinStep({ invite, handle: given, onKey, onBack }: JoinStepProps) {
  const app = useApp();
  const [handle, setHandle] = useState(given ?? "");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const register = async (event: Event) => {
    event.preventDefault();
    if (!HANDLE.test(handle)) {
      setProblem(t("handle.rule"));
      return;
    }
    setBusy(true);
    setProblem(undefined);
    try {
      const outcome = await app.paloma.command({
        kind: "register",
        origin: location.origin,
        handle,
        ...(invite === undefined ? {} : { invite }),
      });
      if (outcome.kind === "text") {
        await keepPending(outcome.text).catch(() => {});
        history.replaceState(null, "", "#/");
        onKey(outcome.text);
      }
    } catch (thrown) {
      setProblem(thrownText(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Step
      title={given === undefined ? t("join.title") : t("join.again", { handle: given })}
      onBack={onBack}
      step={[1, 3]}
    >
      <p>{t("join.text", { host: location.host })}</p>
      <form class="stack" onSubmit={(event) => void register(event)}>
        {given === undefined ? (
          <Field
            label={t("handle")}
            value={handle}
            onInput={(value) => setHandle(value.toLowerCase().replace(/^@/, "").trim())}
            hint={t("join.hint")}
            problem={problem}
            autoComplete="username"
            maxLength={32}
            autoFocus
          />
        ) : (
          problem !== undefined && <Notice kind="danger">{problem}</Notice>
        )}
        <Button submit kind="primary" wide busy={busy} disabled={handle === ""}>
          {busy ? t("join.making") : t("continue")}
        </Button>
      </form>
    </Step>
  );
}
