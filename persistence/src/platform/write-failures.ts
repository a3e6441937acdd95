/** What the storage refused lately, told by SQLSTATE as everywhere. */
import { errorCode } from "./retry.ts";

/** Why nothing can be saved: no room, a database that only reads, or something else. */
export const WRITE_PROBLEMS = ["disk-full", "read-only", "failing"] as const;
export type WriteProblem = (typeof WRITE_PROBLEMS)[number];

const PROBLEMS: Readonly<Record<string, WriteProblem>> = {
  "53100": "disk-full",
  "25006": "read-only",
  "58030": "failing", // the system could not write or read
  "58P01": "failing", // a file of the database is not there
  XX001: "failing", // what is on disk is damaged
  XX002: "failing",
};

/** The storage's problem that an error tells of; undefined when it tells of something else. */
export function writeProblem(error: unknown): WriteProblem | undefined {
  return PROBLEMS[errorCode(error) ?? ""];
}

/** The latest failure of the storage on the way of a change. */
export class WriteFailures {
  #latest: { readonly error: unknown; readonly at: number } | null = null;

  /** A change has failed; what says nothing about the storage is left aside. */
  note(error: unknown): void {
    if (writeProblem(error)) this.#latest = { error, at: performance.now() };
  }

  /** The latest failure, if it was within so many ms; else null. */
  within(ms: number): unknown {
    const latest = this.#latest;
    return latest && performance.now() - latest.at < ms ? latest.error : null;
  }
}
