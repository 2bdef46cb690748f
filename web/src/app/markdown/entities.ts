const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  copy: "©",
  hellip: "…",
  ndash: "–",
  mdash: "—",
  euro: "€",
};

/** Stands in for a package that asks the document's parser what a character reference means, which Trusted Types refuse. */
export function decodeNamedCharacterReference(name: string): string | false {
  return Object.hasOwn(NAMED, name) ? (NAMED[name] ?? false) : false;
}
