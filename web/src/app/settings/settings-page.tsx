import { ChevronRight } from "lucide";
import { AdministrationSection } from "../admin/administration-section.tsx";
import { Page } from "../shell/page.tsx";
import { useApp } from "../state/app.ts";
import { formatRoute, type SettingsSection } from "../state/route.ts";
import { type MessageKey, t } from "../text/messages.ts";
import { DevicesSection } from "../trust/devices-section.tsx";
import { ServerSection } from "../trust/server-section.tsx";
import { Icon } from "../ui/icon.tsx";
import { AccountSection } from "./account-section.tsx";
import { AppearanceSection } from "./appearance-section.tsx";
import { NotificationsSection } from "./notifications-section.tsx";
import { SecuritySection } from "./security-section.tsx";

const SECTIONS: readonly SettingsSection[] = [
  "account",
  "appearance",
  "notifications",
  "devices",
  "security",
  "server",
  "administration",
];

function Section({ section }: { section: SettingsSection }) {
  switch (section) {
    case "account":
      return <AccountSection />;
    case "appearance":
      return <AppearanceSection />;
    case "notifications":
      return <NotificationsSection />;
    case "devices":
      return <DevicesSection />;
    case "security":
      return <SecuritySection />;
    case "server":
      return <ServerSection />;
    default:
      return <AdministrationSection />;
  }
}

/** Everything that can be set, a section at a time. */
export function SettingsPage({ section }: { section: SettingsSection | undefined }) {
  const app = useApp();
  const shown = section ?? "account";
  const sections = SECTIONS.filter((name) => name !== "administration" || app.account.value?.administrator);
  return (
    <Page title={t("settings")} broad>
      <div class={section === undefined ? "settings settings-list" : "settings"}>
        <nav aria-label={t("settings.sections")} class="settings-nav">
          <ul>
            {sections.map((name) => (
              <li key={name}>
                <a
                  class="nav-link"
                  href={formatRoute({ at: "settings", section: name })}
                  aria-current={name === shown ? "page" : undefined}
                >
                  <span class="grow">{t(`settings.${name}` as MessageKey)}</span>
                  <Icon of={ChevronRight} small directional class="narrow-only" />
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div class="settings-section stack">
          <h2 class="section-title">{t(`settings.${shown}` as MessageKey)}</h2>
          <Section section={shown} />
        </div>
      </div>
    </Page>
  );
}
