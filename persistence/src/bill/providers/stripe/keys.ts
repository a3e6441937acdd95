/**
 * A restaurant's keys for Stripe. At rest they are encrypted and authenticated for their restaurant:
 * a copy of the database tells none, and a row that was put under another restaurant's does not open.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import {
  STRIPE_KEY_FORMS,
  type StripeKeyName,
  stripeModeOf,
} from "@tureen/shared/bill/stripe-keys";
import { z } from "zod";
import { keysOf, openWithAny, type SecretKeys } from "../../../platform/secret-keys.ts";

const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Another number with every change of the format. */
const FORMAT = "tureen stripe keys 1";

const MAX_LENGTH = 300;
const keyLike = (name: StripeKeyName) => {
  const { form, example } = STRIPE_KEY_FORMS[name];
  return z.string().max(MAX_LENGTH).regex(form, `must look like ${example}`);
};

/** Keys whose forms fit and which are for the same mode. */
export const stripeKeysShape = z
  .object({
    secretKey: keyLike("secretKey"),
    publishableKey: keyLike("publishableKey"),
    webhookSecret: keyLike("webhookSecret"),
  })
  .refine((keys) => stripeModeOf(keys.secretKey) === stripeModeOf(keys.publishableKey), {
    path: ["publishableKey"],
    message: "is for another mode (test, live) than the secret key",
  });

export type StripeKeys = z.infer<typeof stripeKeysShape>;

/** The key for sealing, made from PAYMENT_KEYS_SECRET; those of secrets that still open follow it. */
export function paymentSealingKeys(secret: string, ...accepted: readonly string[]): SecretKeys {
  const keyOf = (each: string) =>
    new Uint8Array(hkdfSync("sha256", each, "", "tureen payment keys", KEY_BYTES));
  return keysOf([secret, ...accepted], keyOf);
}

/** Nonce, tag, and the encrypted keys. */
export function sealStripeKeys([key]: SecretKeys, restaurantId: string, keys: StripeKeys): Buffer {
  const { secretKey, publishableKey, webhookSecret } = keys;
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(purposeOf(restaurantId));
  const text = JSON.stringify({ secretKey, publishableKey, webhookSecret });
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** The keys that were sealed for this restaurant with one of these keys; null for anything else. */
export function openStripeKeys(
  sealingKeys: SecretKeys,
  restaurantId: string,
  sealed: Uint8Array,
): StripeKeys | null {
  return openWithAny(sealingKeys, (key) => openWith(key, restaurantId, sealed));
}

function openWith(key: Uint8Array, restaurantId: string, sealed: Uint8Array): StripeKeys | null {
  const textAt = NONCE_BYTES + TAG_BYTES;
  if (sealed.byteLength <= textAt) return null;
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
    .setAAD(purposeOf(restaurantId))
    .setAuthTag(sealed.subarray(NONCE_BYTES, textAt));
  let text: string;
  try {
    const body = [decipher.update(sealed.subarray(textAt)), decipher.final()];
    text = Buffer.concat(body).toString("utf8");
  } catch {
    // The tag does not fit: not sealed with this key, or not for this restaurant.
    return null;
  }
  return stripeKeysShape.parse(JSON.parse(text));
}

function purposeOf(restaurantId: string): Buffer {
  return Buffer.from(`${FORMAT}\n${restaurantId}`);
}
