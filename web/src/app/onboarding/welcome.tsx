import type { IconNode } from "lucide";
import { KeyRound, MailOpen, MonitorSmartphone } from "lucide";
import { useState } from "preact/hooks";
import { parseRoute } from "../state/route.ts";
import { t } from "../text/messages.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Icon } from "../ui/icon.tsx";
import type { Way } from "./onboarding.tsx";
import { Step } from "./step.tsx";

/** Three ways in. */
export function Welcome({ onGo }: { onGo(way: Way): void }) {
  const [asking, setAsking] = useState(false);
  if (asking) {
    return <InviteStep onGo={onGo} onBack={() => setAsking(false)} />;
  }
  return (
    <Step title={t("welcome.title")}>
      <p>{t("welcome.text", { host: location.host })}</p>
      <div class="stack-small">
        <WayButton
          icon={MailOpen}
          title={t("welcome.join")}
          hint={t("welcome.joinHint")}
          onClick={() => setAsking(true)}
        />
        <WayButton
          icon={MonitorSmartphone}
          title={t("welcome.link")}
          hint={t("welcome.linkHint")}
          onClick={() => onGo({ kind: "link" })}
        />
        <WayButton
          icon={KeyRound}
          title={t("welcome.recover")}
          hint={t("welcome.recoverHint")}
          onClick={() => onGo({ kind: "recover" })}
        />
      </div>
    </Step>
  );
}

function WayButton({ icon, title, hint, onClick }: { icon: IconNode; title: string; hint: string; onClick(): void }) {
  return (
    <button type="button" class="option" onClick={onClick}>
      <Icon of={icon} />
      <span>
        <strong>{title}</strong>
        <span class="quiet secondary block">{hint}</span>
      </span>
    </button>
  );
}

/** The token of an invite, from the whole link or alone. */
function inviteOf(text: string): string | undefined {
  const hash = text.includes("#") ? text.slice(text.indexOf("#")) : `#join=${text}`;
  const parsed = parseRoute(hash);
  return parsed.at === "link" && parsed.kind === "join" && /^[\w-]+$/.test(parsed.secret) ? parsed.secret : undefined;
}

function InviteStep({ onGo, onBack }: { onGo(way: Way): void; onBack(): void }) {
  const [link, setLink] = useState("");
  const [problem, setProblem] = useState<string>();
  const go = (event: Event) => {
    event.preventDefault();
    const invite = link.trim() === "" ? "" : inviteOf(link.trim());
    if (invite === undefined) {
      setProblem(t("invite.notOne"));
    } else {
      onGo({ kind: "join", invite: invite || undefined });
    }
  };
  return (
    <Step title={t("invite.title")} onBack={onBack}>
      <form class="stack" onSubmit={go}>
        <Field
          label={t("invite.field")}
          value={link}
          onInput={setLink}
          hint={t("invite.hint")}
          problem={problem}
          autoFocus
        />
        <Button submit kind="primary" wide disabled={link.trim() === ""}>
          {t("continue")}
        </Button>
        <Button kind="plain" wide onClick={() => onGo({ kind: "join" })}>
          {t("invite.without")}
        </Button>
      </form>
    </Step>
  );
}
