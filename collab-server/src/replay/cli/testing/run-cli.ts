import { replayCli } from "../cli.ts";

/** What a call of the command printed, and its exit code. */
export interface CliRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Calls the command as a person does, against the database at an address. */
export async function runCli(
  databaseUrl: string | undefined,
  args: readonly string[],
  { signal = new AbortController().signal, onPrint = (_text: string) => {} } = {},
): Promise<CliRun> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await replayCli({
    args,
    // A folder without the notes of a running Tureen, and no server at this port.
    env: { DATABASE_URL: databaseUrl, DATA_DIR: "/nonexistent", SERVER_PORT: "9" },
    signal,
    // Each call names its database.
    withDisposableDatabase: () => Promise.reject(new Error("not in this test")),
    print: (text) => {
      out.push(text);
      onPrint(text);
    },
    printError: (text) => err.push(text),
    progress: () => {},
  });
  return { code, out: out.join("\n"), err: err.join("\n") };
}
