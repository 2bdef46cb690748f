import { useApp } from "../state/app.ts";
import { preferences, setPreference } from "../state/preferences.ts";
import { say } from "../state/toasts.ts";
import { t } from "../text/messages.ts";
import { Choice } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";

const WAYS = ["off", "names", "text"] as const;

/** When this device makes itself heard, and what others learn. */
export function NotificationsSection() {
  const app = useApp();
  const { notify, showPresence } = preferences.value;
  const possible = "Notification" in globalThis;
  const choose = async (way: (typeof WAYS)[number]) => {
    if (
      way !== "off" &&
      Notification.permission !== "granted" &&
      (await Notification.requestPermission()) !== "granted"
    ) {
      say(t("notify.refused"));
      return;
    }
    await setPreference("notify", way, app.paloma);
  };
  const presence = async (on: boolean) => {
    await setPreference("showPresence", on ? "on" : "off", app.paloma);
    await app.act({ kind: "showPresence", visible: on });
  };
  return (
    <>
      {!possible && <Notice kind="warn">{t("notify.impossible")}</Notice>}
      <fieldset class="stack-small" disabled={!possible}>
        <legend class="field-label">{t("notify.title")}</legend>
        {WAYS.map((way) => (
          <Choice
            key={way}
            group="notify"
            label={t(`notify.${way}`)}
            checked={notify === way}
            onChange={() => void choose(way)}
          />
        ))}
        <p class="quiet secondary">{t("notify.note")}</p>
      </fieldset>
      <Choice
        label={t("presence.show")}
        hint={t("presence.showHint")}
        checked={showPresence === "on"}
        onChange={(on) => void presence(on)}
      />
    </>
  );
}
