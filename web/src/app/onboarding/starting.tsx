import { useEffect, useState } from "preact/hooks";
import { t } from "../text/messages.ts";
import { Pigeon } from "../ui/pigeon.tsx";

const PATIENCE = 6000;

/** The engine starts. It says nothing for a while: that is the normal case. */
export function Starting() {
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  return (
    <main class="starting" aria-busy="true">
      <h1 class="unseen">{t("starting")}</h1>
      <Pigeon />
      <p class="quiet" role="status">
        {long ? t("starting.long") : ""}
      </p>
    </main>
  );
}
