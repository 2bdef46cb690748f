import { KeyRound, MonitorSmartphone, Plus, Trash2 } from "lucide";
import { useEffect, useState } from "preact/hooks";
import type { DeviceInfo } from "../../model/views.ts";
import { useApp } from "../state/app.ts";
import { t } from "../text/messages.ts";
import { fullTime, relative } from "../text/time.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { SkeletonLines } from "../ui/skeleton.tsx";
import { ApproveDialog } from "./approve-dialog.tsx";
import { RevokeDialog, RotateDialog } from "./revoke-dialog.tsx";

/** The devices that read and write for this account. */
export function DevicesSection() {
  const app = useApp();
  const [devices, setDevices] = useState<readonly DeviceInfo[]>();
  useEffect(() => {
    const ask = () => void app.paloma.devices().then(setDevices);
    ask();
    return app.onChange((change) => change.kind === "devicesChanged" && ask());
  }, [app]);
  return (
    <>
      <p>{t("devices.explain")}</p>
      <div class="row">
        <Button kind="primary" icon={Plus} onClick={() => app.open(() => <ApproveDialog />)}>
          {t("devices.link")}
        </Button>
        <Button icon={KeyRound} onClick={() => app.open(() => <RotateDialog />)}>
          {t("devices.rotate")}
        </Button>
      </div>
      {devices === undefined && <SkeletonLines widths={[80, 60]} />}
      <ul class="stack-small">
        {devices?.map((device) => (
          <li key={device.device} class="device card">
            <Icon of={MonitorSmartphone} />
            <div class="grow">
              <p>
                <span class="mono">{device.device.slice(0, 8)}</span>{" "}
                {device.current && <span class="tag accent">{t("devices.this")}</span>}
              </p>
              <p class="quiet secondary" title={fullTime(device.addedAt)}>
                {t("devices.added", { when: relative(device.addedAt) })}
              </p>
            </div>
            {!device.current && (
              <Button
                small
                danger
                icon={Trash2}
                onClick={() => app.open(() => <RevokeDialog device={device.device} />)}
              >
                {t("devices.revoke")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
