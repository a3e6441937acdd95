/** The words that stand for a secret in `infra/deploy/.env.example`, which everybody can read. */
const PLACEHOLDER = /(?<![a-z])change[-_]?me/i;

/** What to say of a variable whose secret is still the example's; the name goes in front. */
export const PLACEHOLDER_PROBLEM =
  "still holds the placeholder of infra/deploy/.env.example; `sh infra/deploy/generate-env.sh` fills in secrets";

/** Whether a secret, or an address that holds one, is still an example's placeholder. */
export function isPlaceholder(value: string): boolean {
  return PLACEHOLDER.test(value);
}
