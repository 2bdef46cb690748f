import { UserRoundPlus } from "lucide";
import { Page } from "../shell/page.tsx";
import { useApp } from "../state/app.ts";
import { t } from "../text/messages.ts";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { NewDirectDialog } from "./new-dialog.tsx";
import { PersonRow } from "./person-row.tsx";
import { RequestBar } from "./request-bar.tsx";

/** Everybody this person knows, and who asks to write. */
export function PeoplePage() {
  const app = useApp();
  const people = [...app.people.known.value.values()].sort((a, b) => a.name.localeCompare(b.name));
  const asking = people.filter((person) => person.asks && !person.blocked);
  const others = people.filter((person) => (!person.asks || person.blocked) && person.holder === undefined);
  const find = () => app.open(() => <NewDirectDialog />);
  return (
    <Page
      title={t("people")}
      action={
        <Button small icon={UserRoundPlus} onClick={find}>
          {t("people.findOne")}
        </Button>
      }
    >
      {people.length === 0 && (
        <Empty
          title={t("people.none")}
          action={
            <Button kind="primary" onClick={find}>
              {t("people.findOne")}
            </Button>
          }
        >
          {t("people.noneHint")}
        </Empty>
      )}
      {asking.length > 0 && (
        <section class="stack-small">
          <h2>{t("request.title", { count: asking.length })}</h2>
          {asking.map((person) => (
            <RequestBar key={person.account} person={person} />
          ))}
        </section>
      )}
      {others.length > 0 && (
        <section class="stack-small">
          <h2>{t("people.known")}</h2>
          {others.map((person) => (
            <PersonRow key={person.account} account={person.account}>
              {person.blocked && <span class="tag">{t("person.isBlocked")}</span>}
              {person.verified && <span class="tag good">{t("person.isVerified")}</span>}
              {person.asked && !person.accepts && <span class="tag">{t("person.asked")}</span>}
            </PersonRow>
          ))}
        </section>
      )}
    </Page>
  );
}
