/** A word of a text, folded, with where it stands in the text, in UTF-16. */
export interface Word {
  readonly term: string;
  readonly start: number;
  readonly end: number;
}

const WORDS = /[\p{L}\p{N}\p{M}_]+/gu;
/** Scripts that are written without spaces: there, each two characters that stand beside each other are a word. */
const UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
const MAX_TERM = 64;

/** A word without what people leave away when they search: case, accents, forms of the same letter. */
export function fold(word: string): string {
  return word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().slice(0, MAX_TERM);
}

/** The words of a text in their order. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const { 0: found, index } of text.matchAll(WORDS)) {
    if (UNSPACED.test(found)) {
      words.push(...pairsOf(found, index));
    } else {
      words.push({ term: fold(found), start: index, end: index + found.length });
    }
  }
  return words.filter(({ term }) => term !== "");
}

function pairsOf(run: string, at: number): Word[] {
  const characters = Array.from(run);
  const pairs: Word[] = [];
  let start = at;
  characters.forEach((character, index) => {
    const pair = character + (characters[index + 1] ?? "");
    pairs.push({ term: fold(pair), start, end: start + pair.length });
    start += character.length;
  });
  return pairs.length > 1 ? pairs.slice(0, -1) : pairs;
}

/** How many typing errors a word of this length may have. */
export function allowedErrors(term: string): number {
  return term.length < 4 ? 0 : term.length < 8 ? 1 : 2;
}

/** Which letters a word has, roughly: a bit each, several letters sharing one. */
export function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at++) {
    letters |= 1 << (word.charCodeAt(at) & 31);
  }
  return letters;
}

/** Whether words with these letters can be near each other: an error changes two bits at most. */
export function mayBeNear(lettersOfA: number, lettersOfB: number, errors: number): boolean {
  let different = lettersOfA ^ lettersOfB;
  for (let left = 2 * errors; different !== 0; left--) {
    if (left === 0) {
      return false;
    }
    different &= different - 1;
  }
  return true;
}

/** Whether two words differ by at most so many letters left out, added, replaced or swapped; the first one is the same. */
export function isNear(a: string, b: string, errors: number): boolean {
  if (a[0] !== b[0] || Math.abs(a.length - b.length) > errors) {
    return false;
  }
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let distance = Math.min(
        (last[j - 1] as number) + (same ? 0 : 1),
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        distance = Math.min(distance, (before[j - 2] as number) + 1);
      }
      row.push(distance);
      least = Math.min(least, distance);
    }
    if (least > errors) {
      return false;
    }
    before = last;
    last = row;
  }
  return (last[b.length] as number) <= errors;
}

/** Whether a word of a text is one that was searched for. */
export function matches(searched: string, term: string, withErrors: boolean): boolean {
  return term.startsWith(searched) || (withErrors && isNear(searched, term, allowedErrors(searched)));
}
