import { CloudOff, LoaderCircle } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { useApp } from "../state/app.ts";
import { problemText } from "../state/problems.ts";
import { t } from "../text/messages.ts";
import { Icon } from "../ui/icon.tsx";

/** A connection that is back this soon is not worth a word. */
const GRACE = 1200;

/** Says that there is no connection, and that everything still works as far as it can. */
export function Banner() {
  const app = useApp();
  const { state, problem } = app.connection.value;
  const [shown, setShown] = useState(false);
  const waited = state === "waiting";
  const away = state === "offline" || state === "connecting" || waited;
  useEffect(() => {
    if (!away) {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), waited ? 0 : GRACE);
    return () => clearTimeout(timer);
  }, [away, waited]);
  const waiting = (app.rooms.all.value ?? []).reduce((sum, room) => sum + room.waiting, 0);
  return (
    <div class="banner-place" role="status">
      {shown && away && (
        <div class="banner">
          <Icon of={state === "offline" ? CloudOff : LoaderCircle} small class={state === "offline" ? "" : "spinner"} />
          <span>
            {problem === undefined || problem.code === "no_connection"
              ? t(state === "offline" ? "banner.offline" : waited ? "banner.silent" : "banner.connecting")
              : problemText(problem)}
            {waiting > 0 && ` ${t("banner.waiting", { count: waiting })}`}
          </span>
          <button type="button" class="banner-button" onClick={() => void app.paloma.retryNow()}>
            {t("retryNow")}
          </button>
        </div>
      )}
    </div>
  );
}
