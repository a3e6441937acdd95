/** The words that stand for a secret in examples, which everybody can read. */
const PLACEHOLDER = /(?<![a-z])change[-_]?me/i;

/** What to say of a variable whose secret is still the example's; the name goes in front. */
export const PLACEHOLDER_PROBLEM =
  "still holds the placeholder of an example; `openssl rand -hex 24` makes a secret, and containers make their own where it is blank";

/** Whether a secret, or an address that holds one, is still an example's placeholder. */
export function isPlaceholder(value: string): boolean {
  return PLACEHOLDER.test(value);
}
