import { useState } from "preact/hooks";
import { route } from "../state/route.ts";
import { JoinStep } from "./join-step.tsx";
import { LinkStep } from "./link-step.tsx";
import { RecoverStep } from "./recover-step.tsx";
import { Welcome } from "./welcome.tsx";

export type Way =
  | { kind: "welcome" }
  | { kind: "join"; invite?: string | undefined; handle?: string | undefined }
  | { kind: "recover" }
  | { kind: "link" };

/** Where the address leads that was opened: an invite's link goes straight to its question. */
function wayOfAddress(): Way {
  const here = route.peek();
  if (here.at !== "link" || here.kind === "room") {
    return { kind: "welcome" };
  }
  if (here.kind === "join") {
    return { kind: "join", invite: here.secret };
  }
  const [handle, invite] = here.secret.split("/", 2);
  return { kind: "join", invite, handle };
}

/** Everything before there is an account in this browser. */
export function Onboarding({ onKey }: { onKey(recoveryKey: string): void }) {
  const [way, setWay] = useState<Way>(wayOfAddress);
  const back = () => setWay({ kind: "welcome" });
  switch (way.kind) {
    case "join":
      return <JoinStep invite={way.invite} handle={way.handle} onKey={onKey} onBack={back} />;
    case "recover":
      return <RecoverStep onBack={back} />;
    case "link":
      return <LinkStep onBack={back} />;
    default:
      return <Welcome onGo={setWay} />;
  }
}
