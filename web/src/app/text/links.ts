const PROTOCOLS: ReadonlySet<string> = new Set(["http:", "https:", "mailto:"]);
const LONGEST = 2048;

export interface SafeLink {
  readonly href: string;
  /** Where it leads, as a person can trust it: another script's look-alike letters show as punycode. */
  readonly host: string;
  /** The whole address in the same form, without what a browser does not show either. */
  readonly shown: string;
}

/** A link that may be followed: to the web or to a mailbox, and without a password in it. */
export function safeLink(address: string): SafeLink | undefined {
  if (address.length > LONGEST || !URL.canParse(address)) {
    return undefined;
  }
  const url = new URL(address);
  if (!PROTOCOLS.has(url.protocol) || url.username !== "" || url.password !== "") {
    return undefined;
  }
  if (url.protocol === "mailto:") {
    return { href: url.href, host: "", shown: url.href.slice("mailto:".length) };
  }
  return { href: url.href, host: url.host, shown: url.href.replace(/^https?:\/\//, "").replace(/\/$/, "") };
}

/** Whether a text says that it leads where the link leads. */
export function saysWhereItLeads(text: string, link: SafeLink): boolean {
  const said = text.trim().replace(/\/$/, "");
  return said === link.href.replace(/\/$/, "") || said === link.shown || said === link.host;
}

const BARE = /\bhttps?:\/\/[^\s<>"'`]+/gi;
const TRAILING = /[.,;:!?)\]}*_~]+$/;

export type LinkedPart = string | { readonly address: string };

/** Splits a text at the web addresses in it. Punctuation behind one is not a part of it, a closed bracket is. */
export function findLinks(text: string): LinkedPart[] {
  const parts: LinkedPart[] = [];
  let end = 0;
  for (const match of text.matchAll(BARE)) {
    let address = match[0];
    const trailing = TRAILING.exec(address)?.[0] ?? "";
    const closes = address.includes("(") && trailing.startsWith(")");
    address = address.slice(0, address.length - trailing.length + (closes ? 1 : 0));
    if (safeLink(address) === undefined) {
      continue;
    }
    if (match.index > end) {
      parts.push(text.slice(end, match.index));
    }
    parts.push({ address });
    end = match.index + address.length;
  }
  if (end < text.length) {
    parts.push(text.slice(end));
  }
  return parts;
}
