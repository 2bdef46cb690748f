import { useState } from "preact/hooks";
import { t } from "../text/messages.ts";
import { Segments } from "../ui/field.tsx";
import { AccountsPanel } from "./accounts-panel.tsx";
import { HealthPanel } from "./health-panel.tsx";
import { InvitesPanel } from "./invites-panel.tsx";
import { RoomsPanel } from "./rooms-panel.tsx";

const PANELS = { health: HealthPanel, invites: InvitesPanel, accounts: AccountsPanel, rooms: RoomsPanel } as const;

type PanelName = keyof typeof PANELS;

/** For who looks after the server: how it is, and whom it lets in. It shows nothing that anybody wrote. */
export function AdministrationSection() {
  const [shown, setShown] = useState<PanelName>("invites");
  const Panel = PANELS[shown];
  return (
    <>
      <p>{t("admin.explain")}</p>
      <Segments
        label={t("settings.sections")}
        hideLabel
        options={(Object.keys(PANELS) as PanelName[]).map((name) => [name, t(`admin.panel.${name}`)] as const)}
        value={shown}
        onChange={(name) => setShown(name)}
      />
      <Panel />
    </>
  );
}
