import { signal } from "@preact/signals";

export interface SearchFor {
  readonly words: string;
  readonly room?: string | undefined;
  readonly account?: string | undefined;
  /** Days as a date field gives them, such as 2025-06-03. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** What is searched for. It stays while one looks at what was found. */
export const searchFor = signal<SearchFor>({ words: "" });

/** Looks only in one room from now on. */
export function searchIn(room: string): void {
  searchFor.value = { ...searchFor.value, room };
}
