import { isPlaceholder, PLACEHOLDER_PROBLEM } from "@tureen/shared/platform/placeholder";

/** Characters that a secret has at least. */
export const SECRET_MIN = 32;

/**
 * Keys for one purpose: the first makes what is new (signs, seals), each of them is believed. While a
 * secret is changed there are two; otherwise one.
 */
export type SecretKeys = readonly [Uint8Array, ...Uint8Array[]];

/** The keys that `make` makes of a secret and of those that are accepted beside it. */
export function keysOf<S>(
  [secret, ...accepted]: readonly [S, ...S[]],
  make: (secret: S) => Uint8Array,
): SecretKeys {
  return [make(secret), ...accepted.map(make)];
}

/** What the first of the keys opens that can; null when none does. */
export function openWithAny<T>(keys: SecretKeys, open: (key: Uint8Array) => T | null): T | null {
  for (const key of keys) {
    const opened = open(key);
    if (opened !== null) return opened;
  }
  return null;
}

/** Secrets that are accepted too, from a variable with commas between them; blank is none. */
export function acceptedSecrets(text: string | undefined): string[] {
  return (text ?? "")
    .split(",")
    .map((secret) => secret.trim())
    .filter((secret) => secret !== "");
}

/** What is wrong with a list of accepted secrets, without showing one; null when nothing is. */
export function acceptedSecretsProblem(text: string | undefined): string | null {
  const secrets = acceptedSecrets(text);
  if (secrets.some(isPlaceholder)) return PLACEHOLDER_PROBLEM;
  if (secrets.some(({ length }) => length < SECRET_MIN)) {
    return `holds one that is shorter than ${SECRET_MIN} characters`;
  }
  return null;
}
