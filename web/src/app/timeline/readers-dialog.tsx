import { useEffect, useState } from "preact/hooks";
import { PersonRow } from "../people/person-row.tsx";
import { useApp } from "../state/app.ts";
import { t } from "../text/messages.ts";
import { Dialog } from "../ui/dialog.tsx";
import { SkeletonLines } from "../ui/skeleton.tsx";

/** Who has read an own message, as far as they say so. */
export function ReadersDialog({ room, entry }: { room: string; entry: string }) {
  const app = useApp();
  const [readers, setReaders] = useState<string[]>();
  useEffect(() => {
    void app.paloma.readers(room, entry).then(setReaders);
  }, [app, room, entry]);
  return (
    <Dialog title={t("message.readers")} onClose={app.close}>
      {readers === undefined && <SkeletonLines widths={[40, 50]} />}
      {readers?.length === 0 && <p class="quiet">{t("readers.nobody")}</p>}
      <div class="stack-small">
        {readers?.map((account) => (
          <PersonRow key={account} account={account} />
        ))}
      </div>
      <p class="quiet secondary">{t("readers.note")}</p>
    </Dialog>
  );
}
