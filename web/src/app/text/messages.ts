import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import english from "../../../messages/en.json";

/** A message: one text, or one for each plural category that the language has; `count` chooses. */
type Message = string | Partial<Record<Intl.LDMLPluralRule, string>>;

export type MessageKey = keyof typeof english;
export type Language = "en" | "de" | "ar";
export type Parameters = Readonly<Record<string, string | number>>;

/** The languages, each under its own name. */
export const LANGUAGES: Readonly<Record<Language, string>> = { en: "English", de: "Deutsch", ar: "العربية" };

const RIGHT_TO_LEFT: ReadonlySet<Language> = new Set(["ar"]);
const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";
const RIGHT_TO_LEFT_LETTERS = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

interface Catalogue {
  readonly language: Language;
  readonly messages: Readonly<Record<string, Message>>;
  readonly plural: Intl.PluralRules;
  readonly number: Intl.NumberFormat;
}

const catalogueOf = (language: Language, messages: Readonly<Record<string, Message>>): Catalogue => ({
  language,
  messages,
  plural: new Intl.PluralRules(language),
  number: new Intl.NumberFormat(language),
});

const loaded = signal(catalogueOf("en", english));

/** The language that is shown now. Whoever draws with it draws again when it changes. */
export const language = (): Language => loaded.value.language;

/** The first language of the browser's that there is. */
export function preferredLanguage(): Language {
  for (const wanted of navigator.languages) {
    const base = wanted.split("-")[0] ?? "";
    if (base in LANGUAGES) {
      return base as Language;
    }
  }
  return "en";
}

async function messagesOf(wanted: Language): Promise<Readonly<Record<string, Message>>> {
  switch (wanted) {
    case "de":
      return (await import("../../../messages/de.json")).default;
    case "ar":
      return (await import("../../../messages/ar.json")).default;
    default:
      return english;
  }
}

/** Shows everything in another language. English is at hand; the others are fetched from this server. */
export async function useLanguage(wanted: Language): Promise<void> {
  const messages = await messagesOf(wanted);
  document.documentElement.lang = wanted;
  document.documentElement.dir = RIGHT_TO_LEFT.has(wanted) ? "rtl" : "ltr";
  loaded.value = catalogueOf(wanted, messages);
}

export const formatNumber = (value: number): string => loaded.value.number.format(value);

function chosen(key: MessageKey, parameters: Readonly<Record<string, unknown>>): string {
  const { messages, plural } = loaded.value;
  const message = messages[key] ?? (english[key] as Message);
  if (typeof message === "string") {
    return message;
  }
  const count = parameters.count;
  const category = plural.select(typeof count === "number" ? count : 0);
  return message[category] ?? message.other ?? key;
}

/** A value inside of a sentence: where directions could mix, it keeps its own. */
function isolated(value: string | number): string {
  if (typeof value === "number") {
    return formatNumber(value);
  }
  const mixes = RIGHT_TO_LEFT.has(loaded.value.language) || RIGHT_TO_LEFT_LETTERS.test(value);
  return mixes ? FIRST_STRONG_ISOLATE + value + POP_ISOLATE : value;
}

/** A message with values in it. */
export function t(key: MessageKey, parameters: Parameters = {}): string {
  return chosen(key, parameters).replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = parameters[name];
    return value === undefined ? whole : isolated(value);
  });
}

/** A message with elements in it. */
export function tx(key: MessageKey, parameters: Readonly<Record<string, ComponentChildren>>): ComponentChildren[] {
  return chosen(key, parameters)
    .split(/(\{\w+\})/)
    .map((part) => {
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      const value = name === undefined ? part : parameters[name];
      return typeof value === "number" ? formatNumber(value) : value;
    });
}
