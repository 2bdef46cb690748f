import { language } from "../text/messages.ts";

export interface Emoji {
  readonly emoji: string;
  readonly label: string;
  readonly group: number;
  /** What it is found by, in lower case. */
  readonly words: readonly string[];
}

interface Compact {
  readonly unicode: string;
  readonly label: string;
  readonly group?: number;
  readonly order?: number;
  readonly tags?: readonly string[];
  readonly hexcode: string;
}

/** The group of letters and parts, which nobody chooses. */
const COMPONENTS = 2;

let loading: { language: string; emoji: Promise<readonly Emoji[]> } | undefined;

async function fetchFor(wanted: string): Promise<readonly Emoji[]> {
  const [data, shortcodes] = await Promise.all([
    wanted === "de" ? import("emojibase-data/de/compact.json") : import("emojibase-data/en/compact.json"),
    import("emojibase-data/en/shortcodes/github.json"),
  ]);
  const codes = shortcodes.default as Readonly<Record<string, string | readonly string[]>>;
  return (data.default as unknown as readonly Compact[])
    .filter((emoji) => emoji.group !== undefined && emoji.group !== COMPONENTS)
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .map((emoji) => ({
      emoji: emoji.unicode,
      label: emoji.label,
      group: emoji.group ?? 0,
      words: [codes[emoji.hexcode] ?? [], emoji.label, emoji.tags ?? []].flat().map((word) => word.toLowerCase()),
    }));
}

/** All emoji with names in the language that is shown, or else in English. Fetched from this server when first asked for. */
export function allEmoji(): Promise<readonly Emoji[]> {
  const wanted = language();
  if (loading?.language !== wanted) {
    loading = { language: wanted, emoji: fetchFor(wanted) };
  }
  return loading.emoji;
}

/** How well an emoji fits: less is better, nothing is not at all. */
function distance(emoji: Emoji, query: string): number | undefined {
  let best: number | undefined;
  emoji.words.forEach((word, index) => {
    const found = word === query ? 0 : word.startsWith(query) ? 1 : word.includes(query) ? 3 : undefined;
    if (found !== undefined) {
      best = Math.min(best ?? 9, found + (index === 0 ? 0 : 0.5));
    }
  });
  return best;
}

export async function searchEmoji(query: string, most: number): Promise<readonly Emoji[]> {
  const wanted = query.toLowerCase();
  return (await allEmoji())
    .flatMap((emoji) => {
      const away = distance(emoji, wanted);
      return away === undefined ? [] : [{ emoji, away }];
    })
    .sort((a, b) => a.away - b.away)
    .slice(0, most)
    .map(({ emoji }) => emoji);
}
