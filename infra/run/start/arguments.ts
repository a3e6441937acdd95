import { parseArgs } from "node:util";

/** More would want more database connections than Postgres gives out here. */
export const MAX_NODES = 8;

/** What the command line of `npm start` asks for, or a sentence about what is wrong with it. */
export type StartArguments =
  | { ok: true; dev: boolean; nodes: number }
  | { ok: false; problem: string };

/** Reads `[--dev] [--nodes N]`. */
export function readArguments(args: readonly string[]): StartArguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        dev: { type: "boolean", default: false },
        nodes: { type: "string", default: "1" },
      },
    });
    const nodes = Number(values.nodes);
    if (!Number.isInteger(nodes) || nodes < 1 || nodes > MAX_NODES) {
      return { ok: false, problem: `--nodes: must be a whole number from 1 to ${MAX_NODES}` };
    }
    if (values.dev && nodes > 1) {
      return { ok: false, problem: "--nodes: npm run dev runs a single node; use npm start" };
    }
    return { ok: true, dev: values.dev, nodes };
  } catch (error) {
    return { ok: false, problem: (error as Error).message };
  }
}
