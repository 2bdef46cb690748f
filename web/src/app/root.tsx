import { useEffect, useState } from "preact/hooks";
import { EndedStep, FailedStep } from "./onboarding/failed-step.tsx";
import { KeySteps } from "./onboarding/key-steps.tsx";
import { Onboarding } from "./onboarding/onboarding.tsx";
import { pendingKey } from "./onboarding/pending-key.ts";
import { Starting } from "./onboarding/starting.tsx";
import { UnlockStep } from "./onboarding/unlock-step.tsx";
import { Shell } from "./shell/shell.tsx";
import { useApp } from "./state/app.ts";
import { Toasts } from "./ui/toasts.tsx";

/** The page that fits how things are. */
function Stage() {
  const app = useApp();
  const host = app.host.value;
  // A recovery key that was shown and not yet confirmed comes first, even after a page was closed in between.
  const [key, setKey] = useState<string | "asking">("asking");
  useEffect(() => void pendingKey().then((kept) => setKey((now) => (now === "asking" ? (kept ?? "") : now))), []);
  if (app.ended.value !== undefined) {
    return <EndedStep why={app.ended.value} />;
  }
  switch (host.kind) {
    case "failed":
      return <FailedStep failed={host} />;
    case "locked":
      return <UnlockStep />;
    case "blank":
      return <Onboarding onKey={setKey} />;
    case "ready":
      if (key === "asking" || app.account.value === undefined) {
        return <Starting />;
      }
      return key === "" ? <Shell /> : <KeySteps recoveryKey={key} onDone={() => setKey("")} />;
    default:
      return <Starting />;
  }
}

/** Everything on the page. */
export function Root() {
  const app = useApp();
  return (
    <>
      <Stage />
      {app.dialog.value?.()}
      <Toasts />
    </>
  );
}
