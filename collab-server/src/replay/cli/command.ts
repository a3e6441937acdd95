/** What every subcommand of `npm run replay` is given and gives back. */
import { parseArgs } from "node:util";
import type { Database } from "@tureen/persistence/platform/database";
import { ReplayError } from "@tureen/shared/replay/errors";

/** Everything that comes from outside. */
export interface CliContext {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted when the person wants it to stop. */
  readonly signal: AbortSignal;
  /** One result, with a line break after it. */
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  /** Works with an empty database of its own, which is gone afterwards. */
  readonly withDisposableDatabase: <T>(work: (database: Database) => Promise<T>) => Promise<T>;
  /** How far it is; each text replaces the one before, and may not be shown at all. */
  readonly progress: (text: string) => void;
}

/** 0: done, and nothing is wrong. 1: something differs. 2: it could not be done. */
export type ExitCode = 0 | 1 | 2;

export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** Everything about it; the first line is the form of the call. */
  readonly help: string;
  run(context: CliContext): Promise<ExitCode>;
}

type Options = Record<string, { readonly type: "string" | "boolean"; readonly short?: string }>;

/**
 * The options and the other words of a call. Throws ReplayError "option-invalid" for unknown ones
 * and for fewer or more words than wanted.
 */
export function readArgs<const T extends Options>(
  { args }: CliContext,
  options: T,
  words: { readonly min: number; readonly max: number },
) {
  const { values, positionals } = parse(args, options);
  if (positionals.length < words.min || positionals.length > words.max) {
    const found = positionals.length === 0 ? "nothing" : positionals.join(" ");
    throw new ReplayError("option-invalid", `it is about ${found}; see --help`);
  }
  return { values, words: positionals };
}

function parse<const T extends Options>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    if (error instanceof TypeError) throw new ReplayError("option-invalid", error.message);
    throw error;
  }
}

/** A number option within bounds. Throws ReplayError "option-invalid". */
export function numberOption(
  name: string,
  text: string | undefined,
  fallback: number,
  { min, max }: { readonly min: number; readonly max: number },
): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (text.trim() === "" || !(value >= min && value <= max)) {
    throw new ReplayError("option-invalid", `--${name} is a number from ${min} to ${max}`);
  }
  return value;
}
