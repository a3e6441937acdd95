/** What can be wrong with a wish to look at a session: a stable code and a sentence. */
export const REPLAY_ERRORS = {
  "session-unknown": "There is no such session.",
  "session-ambiguous": "Several sessions begin like that.",
  "time-invalid": "That is not a time.",
  "edit-invalid": "The session has no such edit.",
  "option-invalid": "That is not how this is asked for.",
  "file-unreadable": "The file cannot be read.",
  "file-exists": "There is a file of that name already.",
  "file-foreign": "This is not a recorded evening.",
  "file-newer": "The file comes from a newer version of Tureen, which this one cannot read.",
  "file-damaged": "The file is damaged.",
  "file-too-large": "The file is larger than any evening.",
  "menu-unusable": "The menu cannot be used.",
  "recording-broken": "The record of this session is broken.",
  "log-gone": "The log of this session is no longer kept; its orders are.",
  "import-exists": "This evening has been imported already.",
  "import-open":
    "This evening was still going on when it was recorded: export it again after its end.",
  "import-differs": "The evening is not what it says, and was not imported.",
  "database-missing": "There is no database: start Tureen with npm start, or set DATABASE_URL.",
  "database-away": "The database does not answer.",
  "database-foreign": "This database is not Tureen's, or of another version.",
  "database-narrow":
    "This database user sees one restaurant at a time: use the address of the tables' owner.",
  stopped: "Stopped before the end.",
  "live-unavailable": "The running server's copy cannot be read.",
} as const;

export type ReplayErrorCode = keyof typeof REPLAY_ERRORS;

/** A refusal of the replay; `detail` says which value was meant. */
export class ReplayError extends Error {
  override readonly name = "ReplayError";
  readonly code: ReplayErrorCode;

  constructor(code: ReplayErrorCode, detail?: string, options?: ErrorOptions) {
    super(detail ? `${REPLAY_ERRORS[code]} (${detail})` : REPLAY_ERRORS[code], options);
    this.code = code;
  }
}
