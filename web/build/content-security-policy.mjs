import { readFileSync } from "node:fs";

/**
 * The content security policy of every response, pages and workers alike. It is a text file so that whatever serves
 * these assets reads the same line.
 */
export const contentSecurityPolicy = readFileSync(
  new URL("../content-security-policy.txt", import.meta.url),
  "utf8",
).trim();
