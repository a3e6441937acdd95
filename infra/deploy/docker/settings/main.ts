import { containerProblems } from "../container-settings.ts";
import { completeSecrets, keepSecrets } from "./kept-secrets.ts";

/**
 * The service that everything else waits for: makes and keeps the secrets that nobody has given. Exit
 * 1, with the reasons, when nothing should start.
 */
const { env } = process;
const folder = env.SECRETS_DIR || "/secrets";
try {
  const { owner, app, made } = await completeSecrets(env, folder);
  const problems = containerProblems({ ...env, ...app, ...owner });
  if (problems.length > 0) {
    console.error(`Tureen cannot start:\n${problems.map((line) => `  ${line}`).join("\n")}`);
    process.exitCode = 1;
  } else {
    await keepSecrets(folder, { owner, app });
    if (made.length > 0) {
      console.log(
        `New secrets were made, for what .env leaves blank: ${made.join(", ")}.
They are kept in the volumes owner-secrets and app-secrets. For your vault:
  docker-compose run --rm -T settings sh -c 'grep -r . /secrets'`,
      );
    }
  }
} catch (error) {
  console.error(`The secrets cannot be kept in ${folder}: ${(error as Error).message}`);
  process.exitCode = 1;
}
