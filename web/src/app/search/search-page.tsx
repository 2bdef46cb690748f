import { useEffect, useRef, useState } from "preact/hooks";
import type { Hit } from "../../model/views.ts";
import { Page } from "../shell/page.tsx";
import { useApp } from "../state/app.ts";
import { go } from "../state/route.ts";
import { t } from "../text/messages.ts";
import { DAY, fullTime, shortTime } from "../text/time.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Empty } from "../ui/empty.tsx";
import { Field } from "../ui/field.tsx";
import { SkeletonLines } from "../ui/skeleton.tsx";
import { Highlighted } from "./highlighted.tsx";
import { searchFor } from "./search-state.ts";

const RESTS = 80;

const startOf = (date: string | undefined) => (date ? new Date(`${date}T00:00`).getTime() : undefined);

/** Searches everything on this device: the server sees neither the words nor what they find. */
export function SearchPage() {
  const app = useApp();
  const [hits, setHits] = useState<readonly Hit[]>();
  const input = useRef<HTMLInputElement>(null);
  const wanted = searchFor.value;
  const empty = wanted.words.trim() === "";
  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    if (empty) {
      setHits(undefined);
      return;
    }
    let current = true;
    const timer = setTimeout(() => {
      const from = startOf(wanted.from);
      const to = startOf(wanted.to);
      const filter = {
        ...(wanted.room ? { room: wanted.room } : {}),
        ...(wanted.account ? { account: wanted.account } : {}),
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to: to + DAY }),
      };
      app.paloma.search(wanted.words, filter).then(
        (found) => current && setHits(found),
        () => current && setHits([]),
      );
    }, RESTS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [app, wanted, empty]);
  const set = (news: Partial<typeof wanted>) => {
    searchFor.value = { ...wanted, ...news };
  };
  return (
    <Page title={t("search")}>
      <div class="search-form">
        <Field
          label={t("search.words")}
          hideLabel
          type="search"
          value={wanted.words}
          onInput={(words) => set({ words })}
          placeholder={t("search.placeholder")}
          inputRef={input}
        />
        <div class="search-filters">
          <Select
            label={t("search.room")}
            value={wanted.room}
            all={t("search.anyRoom")}
            options={app.rooms.sorted.value.map((room) => [room.room, app.rooms.title(room)] as const)}
            onChange={(room) => set({ room })}
          />
          <Select
            label={t("search.person")}
            value={wanted.account}
            all={t("search.anyone")}
            options={[
              [app.self, t("you")] as const,
              ...[...app.people.known.value.keys()]
                .filter((account) => account !== app.self)
                .map((account) => [account, app.people.name(account)] as const),
            ]}
            onChange={(account) => set({ account })}
          />
          <Field label={t("search.from")} type="date" value={wanted.from ?? ""} onInput={(from) => set({ from })} />
          <Field label={t("search.to")} type="date" value={wanted.to ?? ""} onInput={(to) => set({ to })} />
        </div>
      </div>
      <p class="unseen" role="status">
        {hits === undefined ? "" : t("search.found", { count: hits.length })}
      </p>
      {empty && <Empty title={t("search.title")}>{t("search.hint")}</Empty>}
      {!empty && hits === undefined && <SkeletonLines widths={[60, 90, 50, 80]} />}
      {!empty && hits?.length === 0 && <Empty title={t("search.none")}>{t("search.noneHint")}</Empty>}
      {!empty && hits !== undefined && hits.length > 0 && (
        <ul class="entry-list">
          {hits.map((hit) => (
            <HitCard key={hit.entry} hit={hit} />
          ))}
        </ul>
      )}
    </Page>
  );
}

function HitCard({ hit }: { hit: Hit }) {
  const app = useApp();
  const name = app.people.name(hit.account);
  const room = app.rooms.get(hit.room);
  return (
    <li>
      <button type="button" class="entry-card" onClick={() => go({ at: "room", room: hit.room, entry: hit.entry })}>
        <Avatar account={hit.account} name={name} size="small" />
        <span class="grow">
          <span class="entry-card-head">
            <bdi class="ellipsis">
              <strong>{name}</strong>
              {room && (
                <span class="quiet">
                  {" "}
                  · {room.direct === undefined ? `# ${app.rooms.title(room)}` : app.rooms.title(room)}
                </span>
              )}
            </bdi>
            <time class="quiet secondary" dateTime={new Date(hit.time).toISOString()} title={fullTime(hit.time)}>
              {shortTime(hit.time)}
            </time>
          </span>
          <bdi class="entry-card-text">
            <Highlighted text={hit.snippet} ranges={hit.ranges} />
          </bdi>
        </span>
      </button>
    </li>
  );
}

interface SelectProps {
  label: string;
  value: string | undefined;
  all: string;
  options: readonly (readonly [value: string, name: string])[];
  onChange(value: string | undefined): void;
}

function Select({ label, value, all, options, onChange }: SelectProps) {
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      <select class="input" value={value ?? ""} onChange={(event) => onChange(event.currentTarget.value || undefined)}>
        <option value="">{all}</option>
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
