import { Eye, EyeOff } from "lucide";
import { type MessageKey, t } from "../text/messages.ts";
import { Icon } from "../ui/icon.tsx";
import { Notice } from "../ui/notice.tsx";

const CANNOT: readonly MessageKey[] = [
  "server.cannot.read",
  "server.cannot.names",
  "server.cannot.forge",
  "server.cannot.drop",
  "server.cannot.keys",
  "server.cannot.search",
];
const CAN: readonly MessageKey[] = [
  "server.can.members",
  "server.can.times",
  "server.can.address",
  "server.can.online",
  "server.can.devices",
  "server.can.stop",
];

/** What this server can see and do, and what it can't. */
export function ServerSection() {
  return (
    <>
      <p>{t("server.intro")}</p>
      <div class="see-grid">
        <section class="card stack-small">
          <h3>
            <Icon of={EyeOff} small class="good-text" /> {t("server.cannot")}
          </h3>
          <ul class="points">
            {CANNOT.map((key) => (
              <li key={key}>{t(key)}</li>
            ))}
          </ul>
        </section>
        <section class="card stack-small">
          <h3>
            <Icon of={Eye} small class="warn-text" /> {t("server.can")}
          </h3>
          <ul class="points">
            {CAN.map((key) => (
              <li key={key}>{t(key)}</li>
            ))}
          </ul>
        </section>
      </div>
      <Notice kind="warn">
        <p>
          <strong>{t("server.browser")}</strong>
        </p>
        <p>{t("server.browserExplain")}</p>
      </Notice>
      <section class="stack-small">
        <h3>{t("server.warnings")}</h3>
        <p>{t("server.warningsExplain")}</p>
      </section>
    </>
  );
}
