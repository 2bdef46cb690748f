import { Plus, X } from "lucide";
import { useState } from "preact/hooks";
import { useApp } from "../state/app.ts";
import { thrownText } from "../state/problems.ts";
import { t } from "../text/messages.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";

const SUGGESTED = 5;

/** Chooses people: those that are known by a part of their name, anybody else by their whole handle. */
export function PeopleField({
  chosen,
  onChange,
  without,
}: {
  chosen: readonly string[];
  onChange(chosen: readonly string[]): void;
  without?: readonly string[];
}) {
  const app = useApp();
  const [query, setQuery] = useState("");
  const [problem, setProblem] = useState<string>();
  const wanted = query.trim().replace(/^@/, "").toLowerCase();
  const taken = new Set([...chosen, ...(without ?? []), app.self]);
  const suggestions = [...app.people.known.value.values()]
    .filter((person) => !taken.has(person.account) && !person.blocked && person.holder === undefined)
    .filter((person) => person.handle.toLowerCase().includes(wanted) || person.name.toLowerCase().includes(wanted))
    .slice(0, SUGGESTED);
  const add = (account: string) => {
    onChange([...chosen, account]);
    setQuery("");
    setProblem(undefined);
  };
  const lookUp = async () => {
    try {
      const found = await app.paloma.command({ kind: "lookUp", handle: wanted });
      if (found.kind === "account") {
        add(found.account);
      }
    } catch (thrown) {
      setProblem(thrownText(thrown));
    }
  };
  return (
    <div class="stack-small">
      <Field
        label={t("people.add")}
        value={query}
        onInput={setQuery}
        placeholder={t("people.find")}
        problem={problem}
      />
      {chosen.length > 0 && (
        <ul class="chips">
          {chosen.map((account) => (
            <li key={account} class="chip">
              <Avatar account={account} name={app.people.name(account)} size="tiny" />
              <bdi>{app.people.name(account)}</bdi>
              <IconButton
                small
                icon={X}
                label={t("people.take", { name: app.people.name(account) })}
                onClick={() => onChange(chosen.filter((other) => other !== account))}
              />
            </li>
          ))}
        </ul>
      )}
      <ul class="suggestions">
        {suggestions.map((person) => (
          <li key={person.account}>
            <button type="button" class="menu-item" onClick={() => add(person.account)}>
              <Avatar account={person.account} name={person.name} size="small" />
              <bdi class="grow ellipsis">{app.people.name(person.account)}</bdi>
              <span class="quiet">@{person.handle}</span>
            </button>
          </li>
        ))}
      </ul>
      {wanted !== "" && !suggestions.some((person) => person.handle.toLowerCase() === wanted) && (
        <div>
          <Button small kind="plain" icon={Plus} onClick={() => void lookUp()}>
            {t("people.lookUp", { handle: wanted })}
          </Button>
        </div>
      )}
    </div>
  );
}
