/**
 * A whole number from 1 to a million.
 *
 * @param {string} option
 * @param {string} text
 */
export function count(option, text) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1_000_000) {
    throw new Error(`--${option} ${text}: not a number from 1 to 1000000`);
  }
  return value;
}
