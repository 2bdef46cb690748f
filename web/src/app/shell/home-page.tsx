import { NewDialog } from "../people/new-dialog.tsx";
import { useApp } from "../state/app.ts";
import { t } from "../text/messages.ts";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";

/** Nothing is chosen. */
export function HomePage() {
  const app = useApp();
  const begun = app.rooms.sorted.value.length > 0;
  return (
    <main class="main home">
      <h1 class="unseen">Paloma</h1>
      <Empty
        title={t(begun ? "home.title" : "home.first")}
        action={
          <Button kind="primary" onClick={() => app.open(() => <NewDialog />)}>
            {t("new.title")}
          </Button>
        }
      >
        {t(begun ? "home.hint" : "home.firstHint")}
      </Empty>
    </main>
  );
}
