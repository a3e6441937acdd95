import { isPlaceholder, PLACEHOLDER_PROBLEM } from "@tureen/shared/platform/placeholder";
import { readSettings } from "../../run/start/settings.ts";

/** What no container starts without; the service settings makes what is missing of them. */
const REQUIRED = ["DATABASE_URL", "APP_DATABASE_URL", "JWT_SECRET"] as const;

/** The passwords that the services themselves are told, and the addresses that repeat them. */
const REPEATED = [
  { password: "POSTGRES_PASSWORD", address: "DATABASE_URL", server: "db" },
  { password: "REDIS_PASSWORD", address: "REDIS_URL", server: "redis" },
] as const;

/**
 * One sentence per variable that containers cannot start with. Found before the database is made:
 * it would keep the password that it was made with. No sentence holds a secret.
 */
export function containerProblems(env: NodeJS.ProcessEnv): string[] {
  const read = readSettings(env, "/");
  const placeholders = REPEATED.filter(({ password }) => isPlaceholder(env[password] ?? "")).map(
    ({ password }) => `${password}: ${PLACEHOLDER_PROBLEM}`,
  );
  if (!read.ok) return [...placeholders, ...read.problems];
  const missing = REQUIRED.filter((name) => read.settings[name] === undefined);
  return [
    ...missing.map((name) => `${name}: must be set; see infra/.env.example`),
    ...loginProblems(read.settings),
    ...placeholders,
    ...REPEATED.flatMap(({ password, address, server }) => {
      const given = env[password] ?? "";
      if (isPlaceholder(given)) return [];
      const url = read.settings[address] ? new URL(read.settings[address]) : null;
      // A database or Redis elsewhere has a password of its own.
      if (url?.hostname !== server || decodeURIComponent(url.password) === given) return [];
      return [`${password}: must be the password in ${address}`];
    }),
  ];
}

/** What is wrong between the owner's address and the application's, which lead to one database. */
function loginProblems({
  DATABASE_URL,
  APP_DATABASE_URL,
}: {
  readonly DATABASE_URL?: string | undefined;
  readonly APP_DATABASE_URL?: string | undefined;
}): string[] {
  if (!DATABASE_URL || !APP_DATABASE_URL) return [];
  const [owner, app] = [new URL(DATABASE_URL), new URL(APP_DATABASE_URL)];
  const problems: string[] = [];
  if (app.pathname !== owner.pathname) problems.push("must name the database of DATABASE_URL");
  if (app.username === owner.username) problems.push("must have another user than DATABASE_URL");
  if (app.password === "") problems.push("must hold a password");
  return problems.map((problem) => `APP_DATABASE_URL: ${problem}`);
}
