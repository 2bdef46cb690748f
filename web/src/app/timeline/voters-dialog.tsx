import { useEffect, useState } from "preact/hooks";
import type { Entry } from "../../model/views.ts";
import { PersonRow } from "../people/person-row.tsx";
import { useApp } from "../state/app.ts";
import { harmlessLine } from "../text/harmless.ts";
import { t } from "../text/messages.ts";
import { Dialog } from "../ui/dialog.tsx";

type PollBody = Extract<Entry["body"], { kind: "poll" }>;

/** Who wants what. */
export function VotersDialog({ entry, body, room }: { entry: Entry; body: PollBody; room: string }) {
  const app = useApp();
  const [voters, setVoters] = useState<string[][]>();
  useEffect(() => {
    void Promise.all(body.options.map((_, index) => app.paloma.voters(room, entry.id, index))).then(setVoters);
  }, [entry]);
  return (
    <Dialog title={t("poll.who")} onClose={app.close}>
      {body.options.map((option, index) => (
        <section key={index} class="stack-small">
          <h3>
            <bdi>{harmlessLine(option.text, 200)}</bdi>
          </h3>
          {voters?.[index]?.length === 0 && <p class="quiet secondary">{t("poll.nobody")}</p>}
          {voters?.[index]?.map((account) => (
            <PersonRow key={account} account={account} />
          ))}
        </section>
      ))}
    </Dialog>
  );
}
