import { bad, good, type Point } from "./point.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What stands in examples and in the lists that are tried first. */
const KNOWN =
  /change[-_ ]?(me|this)|^(|postgres|redis|admin|root|tureen|guest|test|demo|default|example|secret|password|passw0rd|letmein|qwerty|[0-9]{1,10})[0-9!]{0,4}$/i;
/** As many as an AES-128 key has; openssl rand -base64 24 gives 192. */
const SECRET_MIN_BITS = 128;
const PASSWORD_MIN_LENGTH = 12;
const NEW_SECRET = "openssl rand -base64 48";

/**
 * Passwords in the environment, also those inside addresses: none is known or short. An address may do
 * without one, on a closed network or with a password file.
 */
export function judgePasswords(env: Environment): Point {
  const problems = [...passwordsOf(env)].flatMap(([name, { password, user }]) => {
    const where = user === undefined ? name : `the password in ${name}`;
    if (KNOWN.test(password) || password === user)
      return [`${where} is a default or a placeholder`];
    if (password.length < PASSWORD_MIN_LENGTH) {
      return [`${where} is shorter than ${PASSWORD_MIN_LENGTH} characters`];
    }
    return [];
  });
  if (problems.length === 0) return good("passwords", "No password is a default or a placeholder");
  return bad("passwords", problems.join("; "), `give each a random one: ${NEW_SECRET}`);
}

/** Passwords by the variable that holds them; in an address with whose it is. */
function passwordsOf(env: Environment): Map<string, { password: string; user?: string }> {
  const found = new Map<string, { password: string; user?: string }>();
  for (const [name, value] of Object.entries(env)) {
    if (!value) continue;
    if (/^(POSTGRES|REDIS|GRAFANA|GF|PGBOUNCER)\w*PASSWORD$/.test(name)) {
      found.set(name, { password: value });
    } else if (/^(\w+_)?(DATABASE|REDIS)_URL$/.test(name) && URL.canParse(value)) {
      const { username, password } = new URL(value);
      if (password === "") continue;
      found.set(name, {
        password: decodeURIComponent(password),
        user: decodeURIComponent(username),
      });
    }
  }
  return found;
}

/** Is the secret that signs the diners' tokens set, and not to be guessed? */
export function judgeJwtSecret(secret: string | undefined): Point {
  const check = "jwt-secret";
  if (!secret) {
    return bad(check, "JWT_SECRET is not set", `the same on every server: ${NEW_SECRET}`);
  }
  if (/change[-_ ]?(me|this)|example|secret|password/i.test(secret)) {
    return bad(check, "JWT_SECRET is a placeholder", `use a random one: ${NEW_SECRET}`);
  }
  const bits = Math.floor(entropyBits(secret));
  return bits >= SECRET_MIN_BITS
    ? good(check, "JWT_SECRET is strong enough")
    : bad(
        check,
        `JWT_SECRET may be guessed: at most ${bits} bits, ${SECRET_MIN_BITS} wanted`,
        `use a random one: ${NEW_SECRET}`,
      );
}

/** Shannon's entropy of the characters, times their number: what a text holds at most, in bits. */
export function entropyBits(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= count * Math.log2(count / text.length);
  return bits;
}
