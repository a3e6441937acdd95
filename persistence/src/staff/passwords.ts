import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { TureenError } from "@tureen/shared/platform/errors";

/**
 * Memory-hard, with the parameters that OWASP gives for 32 MiB: N = 2^15, r = 8, p = 3. They stand in
 * every hash, so that they can be raised later; an old hash is renewed when its owner signs in.
 */
const COST = { N: 2 ** 15, r: 8, p: 3 };
const KEY_BYTES = 32;
/** Bounds what a stored hash may make us allocate. */
const MAX_MEMORY_BYTES = 128 * 1024 * 1024;
/** Hashes at the same time: a flood of sign-ins costs 64 MiB and two threads, not more. */
const MAX_RUNNING = 2;
/** Sign-ins that wait for their turn; the next ones are told to come back. */
const MAX_WAITING = 64;
const RETRY_S = 5;

/** Hashes a password as `scrypt$N$r$p$salt$key`. Throws "overloaded". */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  const { N, r, p } = COST;
  return ["scrypt", N, r, p, salt.toString("base64url"), key.toString("base64url")].join("$");
}

/** Whether a password belongs to a hash; false for a hash of an unknown form. Throws "overloaded". */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const parsed = parse(hash);
  if (!parsed) return false;
  const key = await derive(password, parsed.salt, parsed.cost);
  return timingSafeEqual(key, parsed.key);
}

/** Whether a hash was made with other parameters than new ones are. */
export function isOutdated(hash: string): boolean {
  const cost = parse(hash)?.cost;
  return cost === undefined || cost.N !== COST.N || cost.r !== COST.r || cost.p !== COST.p;
}

function parse(hash: string) {
  const match = /^scrypt\$(\d{1,8})\$(\d{1,3})\$(\d{1,3})\$([\w-]{16,64})\$([\w-]{43})$/.exec(hash);
  if (!match) return null;
  const [, N, r, p, salt = "", key = ""] = match;
  return {
    cost: { N: Number(N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, "base64url"),
    key: Buffer.from(key, "base64url"),
  };
}

let running = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  if (running >= MAX_RUNNING) {
    if (waiting.length >= MAX_WAITING)
      throw new TureenError("overloaded", { retryAfterS: RETRY_S });
    // Whoever finishes hands its place over, so that the count stays as it is.
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running += 1;
  }
  try {
    return await new Promise((resolve, reject) => {
      const options = { ...cost, maxmem: MAX_MEMORY_BYTES };
      // NFKC: the same password typed on another keyboard is the same password.
      scrypt(password.normalize("NFKC"), salt, KEY_BYTES, options, (error, key) =>
        error ? reject(error) : resolve(key),
      );
    });
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
