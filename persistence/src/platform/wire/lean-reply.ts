/**
 * Reads what Postgres answers to bound statements (bind-messages.ts) when it is what it nearly always
 * is: all of it in one piece, and nothing but rows. pg makes an object and an event of every
 * message, of which there are six for one row. See "Message Formats" in PostgreSQL's documentation.
 */
import type { LeanRow } from "./lean-types.ts";

const PARSE_COMPLETE = 0x31;
const BIND_COMPLETE = 0x32;
const DATA_ROW = 0x44;
const COMMAND_COMPLETE = 0x43;
const READY_FOR_QUERY = 0x5a;
/** The status of a connection outside any transaction. */
const IDLE = 0x49;

/** The rows of all of so many statements; null for an answer that holds anything else, or not all. */
export function readReply(bytes: Buffer, statements: number): LeanRow[] | null {
  const rows: LeanRow[] = [];
  let at = 0;
  let open = 0;
  let done = 0;
  while (at + 5 <= bytes.byteLength) {
    const type = bytes[at];
    const end = at + 1 + bytes.readInt32BE(at + 1);
    if (end > bytes.byteLength) return null;
    if (type === BIND_COMPLETE) open += 1;
    else if (type === COMMAND_COMPLETE) done += 1;
    else if (type === DATA_ROW) rows.push(readRow(bytes, at + 5));
    else if (type !== PARSE_COMPLETE) {
      const isEnd = type === READY_FOR_QUERY && end === bytes.byteLength && bytes[at + 5] === IDLE;
      return isEnd && open === statements && done === statements ? rows : null;
    }
    at = end;
  }
  return null;
}

function readRow(bytes: Buffer, start: number): LeanRow {
  const row: LeanRow = [];
  const fields = bytes.readInt16BE(start);
  let at = start + 2;
  for (let i = 0; i < fields; i++) {
    const length = bytes.readInt32BE(at);
    at += 4;
    if (length < 0) {
      row.push(null);
    } else {
      row.push(bytes.toString("utf8", at, at + length));
      at += length;
    }
  }
  return row;
}
