import type { Person } from "../../../src/model/views.ts";

/** An account's id is a hash: these are as long, and fixed. */
export const idOf = (seed: string): string => {
  let hash = 2166136261;
  for (const character of seed) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619) >>> 0;
  }
  let id = "";
  while (id.length < 64) {
    hash = (Math.imul(hash, 1664525) + 1013904223) >>> 0;
    id += hash.toString(16).padStart(8, "0");
  }
  return id;
};

export const ME = idOf("mila");

const person = (handle: string, news: Partial<Person> = {}): Person => ({
  account: idOf(handle),
  handle,
  name: handle,
  asks: false,
  asked: false,
  accepted: true,
  accepts: true,
  blocked: false,
  verified: false,
  online: false,
  ...news,
});

/** Who there is, besides the person whose browser this is. */
export const PEOPLE: readonly Person[] = [
  person("ana", { name: "Ana Ortiz", online: true, verified: true }),
  person("ben", { name: "Ben Okafor", online: true }),
  person("chen", { name: "Chen Wei" }),
  person("dorota", { name: "Dorota Nowak", online: true }),
  person("elif", { name: "Elif Demir" }),
  person("farah", { name: "فرح الخطيب", online: true }),
  person("goran", { name: "Goran Petrović" }),
  person("hana", { name: "Hana Sato", asks: true, accepted: false, accepts: true }),
  person("igor", { name: "Igor", asked: true, accepts: false }),
  person("mallory", { blocked: true }),
];

export const account = (handle: string): string => (handle === "mila" ? ME : idOf(handle));
