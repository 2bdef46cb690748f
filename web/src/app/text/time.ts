import { signal } from "@preact/signals";
import { language, t } from "./messages.ts";

const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The time as it is shown, to the half minute: what says "yesterday" or "in five minutes" follows it. */
export const now = signal(Date.now());

/** Keeps {@link now} going. */
export function startClock(read: () => number = Date.now): () => void {
  now.value = read();
  const timer = setInterval(() => {
    now.value = read();
  }, 30 * SECOND);
  return () => clearInterval(timer);
}

/** The language with the region that the browser says, which decides between 14:00 and 2 PM. */
function locale(): string {
  const wanted = language();
  return navigator.languages.find((name) => name.split("-")[0] === wanted) ?? wanted;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Made once: that takes longer than drawing the rest of a message. */
function formatOf(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale() + JSON.stringify(options);
  let made = formats.get(key);
  if (made === undefined) {
    made = new Intl.DateTimeFormat(locale(), options);
    formats.set(key, made);
  }
  return made;
}

function format(time: number, options: Intl.DateTimeFormatOptions): string {
  return formatOf(options).format(time);
}

/** Days since 1970 where this person is. */
export function dayOf(time: number): number {
  const date = new Date(time);
  return Math.floor(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY);
}

/** Such as 10:12. */
export const clockTime = (time: number): string => format(time, { hour: "2-digit", minute: "2-digit" });

/** The same without what says which half of the day, for where there is little space. */
export function briefTime(time: number): string {
  return formatOf({ hour: "numeric", minute: "2-digit" })
    .formatToParts(time)
    .filter((part) => part.type !== "dayPeriod")
    .map((part) => part.value)
    .join("")
    .trim();
}

/** Such as Tuesday, 3 June 2025, 10:12. */
export const fullTime = (time: number): string => format(time, { dateStyle: "full", timeStyle: "short" });

/** Such as Today, Yesterday, Tuesday, 3 June, or with the year when it is another. */
export function dayName(time: number): string {
  const ago = dayOf(now.value) - dayOf(time);
  if (ago === 0) {
    return t("time.today");
  }
  if (ago === 1) {
    return t("time.yesterday");
  }
  const sameYear = new Date(time).getFullYear() === new Date(now.value).getFullYear();
  return format(time, { weekday: "long", day: "numeric", month: "long", ...(sameYear ? {} : { year: "numeric" }) });
}

/** As short as a list of rooms wants it: 10:12, Tue, 3 Jun, 3/6/24. */
export function shortTime(time: number): string {
  const ago = dayOf(now.value) - dayOf(time);
  if (ago <= 0) {
    return clockTime(time);
  }
  if (ago < 7) {
    return format(time, { weekday: "short" });
  }
  const sameYear = new Date(time).getFullYear() === new Date(now.value).getFullYear();
  return format(time, sameYear ? { day: "numeric", month: "short" } : { dateStyle: "short" });
}

/** Such as 3 June 2025. */
export const dateOf = (time: number): string => format(time, { dateStyle: "long" });

/** Such as "5 minutes ago" or "in 2 hours". */
export function relative(time: number): string {
  const away = time - now.value;
  const relativeTime = new Intl.RelativeTimeFormat(language(), { numeric: "auto" });
  const size = Math.abs(away);
  if (size < MINUTE) {
    // The clock here is behind by up to half a minute.
    return t(away > MINUTE / 2 ? "time.soon" : "time.justNow");
  }
  if (size < HOUR) {
    return relativeTime.format(Math.round(away / MINUTE), "minute");
  }
  if (size < DAY) {
    return relativeTime.format(Math.round(away / HOUR), "hour");
  }
  return relativeTime.format(Math.round(away / DAY), "day");
}

/** A size in words, such as 1.2 MB. */
export function sizeOf(bytes: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return new Intl.NumberFormat(language(), {
    style: "unit",
    unit: units[unit] ?? "byte",
    unitDisplay: unit === 0 ? "long" : "short",
    maximumFractionDigits: unit > 1 ? 1 : 0,
  }).format(value);
}
