import { signal } from "@preact/signals";
import type { Paloma } from "../../model/paloma.ts";
import { LANGUAGES, type Language, preferredLanguage, useLanguage } from "../text/messages.ts";

export type Theme = "system" | "light" | "dark" | "contrast";
export type Density = "comfortable" | "compact";

export interface Preferences {
  readonly theme: Theme;
  readonly density: Density;
  readonly language: Language | "system";
  /** Whether this device shows notifications, and whether they say what was written. */
  readonly notify: "off" | "names" | "text";
  readonly showPresence: "on" | "off";
}

const INITIAL: Preferences = {
  theme: "system",
  density: "comfortable",
  language: "system",
  notify: "off",
  showPresence: "on",
};
const ALLOWED: { readonly [K in keyof Preferences]: readonly Preferences[K][] } = {
  theme: ["system", "light", "dark", "contrast"],
  density: ["comfortable", "compact"],
  language: ["system", ...(Object.keys(LANGUAGES) as Language[])],
  notify: ["off", "names", "text"],
  showPresence: ["on", "off"],
};
const KEYS = Object.keys(INITIAL) as (keyof Preferences)[];

export const preferences = signal<Preferences>(INITIAL);

/** This browser remembers how it looked, so that the next start looks so at once. Nothing of it is secret. */
const memory = {
  read: (key: string): string | undefined => {
    try {
      return localStorage.getItem(`paloma.${key}`) ?? undefined;
    } catch {
      return undefined;
    }
  },
  write: (key: string, value: string): void => {
    try {
      localStorage.setItem(`paloma.${key}`, value);
    } catch {
      // Without storage the next start looks as the system does.
    }
  },
};

function withValue<K extends keyof Preferences>(from: Preferences, key: K, value: string | undefined): Preferences {
  const allowed = ALLOWED[key].find((option) => option === value);
  return allowed === undefined ? from : { ...from, [key]: allowed };
}

async function apply(wanted: Preferences): Promise<void> {
  preferences.value = wanted;
  const { dataset } = document.documentElement;
  if (wanted.theme === "system") {
    delete dataset.theme;
  } else {
    dataset.theme = wanted.theme;
  }
  dataset.density = wanted.density;
  await useLanguage(wanted.language === "system" ? preferredLanguage() : wanted.language);
}

/** How this browser looked last. */
export function applyRemembered(): Promise<void> {
  return apply(KEYS.reduce((all, key) => withValue(all, key, memory.read(key)), INITIAL));
}

/** What the account's devices share. */
export async function loadPreferences(paloma: Paloma): Promise<void> {
  const values = await Promise.all(KEYS.map((key) => paloma.setting(key)));
  const wanted = KEYS.reduce((all, key, index) => withValue(all, key, values[index]), preferences.value);
  for (const key of KEYS) {
    memory.write(key, wanted[key]);
  }
  await apply(wanted);
}

export async function setPreference<K extends keyof Preferences>(
  key: K,
  value: Preferences[K],
  paloma?: Paloma,
): Promise<void> {
  memory.write(key, value);
  await apply({ ...preferences.value, [key]: value });
  await paloma?.command({ kind: "setSetting", key, value });
}
