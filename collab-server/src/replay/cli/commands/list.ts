import { listRecordings, type RecordingSummary } from "@tureen/persistence/replay/list-recordings";
import { parseTime, showTime } from "../clock.ts";
import { type Command, numberOption, readArgs } from "../command.ts";
import { withDatabase } from "../database.ts";

export const list: Command = {
  summary: "sessions with diners, edits, confirms, orders and rejections",
  help: `list [--restaurant R] [--since DATE] [--limit N] [--json]

  --restaurant   only of this one: its id, short name or name
  --since        opened at or after this date or time (2026-05-03, 2026-05-03T19:00:00Z)
  --limit        at most so many, the newest first (50)
  --json         one JSON object a line`,

  async run(context) {
    const { values } = readArgs(
      context,
      {
        restaurant: { type: "string" },
        since: { type: "string" },
        limit: { type: "string" },
        json: { type: "boolean" },
      },
      { min: 0, max: 0 },
    );
    const since = values.since === undefined ? undefined : new Date(parseTime(values.since));
    const limit = Math.trunc(numberOption("limit", values.limit, 50, { min: 1, max: 10_000 }));
    const { restaurant } = values;
    const sessions = await withDatabase(context, (database) =>
      listRecordings(database, { restaurant, since, limit }),
    );
    if (values.json) for (const session of sessions) context.print(JSON.stringify(session));
    else for (const line of asTable(sessions)) context.print(line);
    return 0;
  },
};

function asTable(sessions: readonly RecordingSummary[]): string[] {
  if (sessions.length === 0) return ["There are no such sessions."];
  const rows = [
    [
      "session",
      "opened",
      "restaurant",
      "table",
      "",
      "diners",
      "edits",
      "confirms",
      "orders",
      "rejected",
    ],
    ...sessions.map((s) => [
      s.sessionId,
      showTime(s.openedAt.getTime()),
      s.restaurant,
      s.table,
      s.status,
      ...[s.diners, s.edits, s.confirms, s.orders, s.rejections].map(String),
    ]),
  ];
  const widths = rows[0]?.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => pad(cell, widths?.[column] ?? 0, column >= 5))
      .join("  ")
      .trimEnd(),
  );
}

function pad(cell: string, width: number, right: boolean): string {
  return right ? cell.padStart(width) : cell.padEnd(width);
}
