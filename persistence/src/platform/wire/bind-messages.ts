/**
 * The messages that run prepared statements, in one piece: pg would hand each of them to the socket
 * by itself. See "Message Formats" in PostgreSQL's documentation of its protocol, version 3.
 */
import type { LeanValue } from "./lean-types.ts";

export interface BoundStatement {
  /** Under which the connection has prepared it. */
  readonly name: string;
  readonly values: readonly LeanValue[];
}

export const BIND = 0x42;
const TEXT = 0;
const BINARY = 1;
/** Execute of the unnamed portal, all rows. */
export const EXECUTE = Buffer.from([0x45, 0, 0, 0, 9, 0, 0, 0, 0, 0]);
/** Ends what was sent, and asks for the answer. */
export const SYNC = Buffer.from([0x53, 0, 0, 0, 4]);

/** Bind and Execute of each statement, and one Sync: together one implicit transaction. */
export function runMessages(statements: readonly BoundStatement[]): Buffer {
  let bytes = SYNC.byteLength;
  for (const statement of statements) bytes += 1 + bindBytes(statement) + EXECUTE.byteLength;
  const messages = Buffer.allocUnsafe(bytes);
  let at = 0;
  for (const statement of statements) {
    at = writeBind(messages, at, statement);
    at += EXECUTE.copy(messages, at);
  }
  SYNC.copy(messages, at);
  return messages;
}

/** What follows the type of a Bind message, its length included. */
function bindBytes({ name, values }: BoundStatement): number {
  // Length, portal, name, number of formats, number of values, format of the results.
  let bytes = 4 + 1 + Buffer.byteLength(name) + 1 + 2 + 2 + 4;
  for (const value of values) bytes += 2 + 4 + Buffer.byteLength(value);
  return bytes;
}

function writeBind(into: Buffer, start: number, { name, values }: BoundStatement): number {
  const length = bindBytes({ name, values });
  into[start] = BIND;
  let at = into.writeInt32BE(length, start + 1);
  // The unnamed portal.
  into[at] = 0;
  at += 1 + into.write(name, at + 1);
  into[at] = 0;
  at = into.writeInt16BE(values.length, at + 1);
  for (const value of values) {
    at = into.writeInt16BE(typeof value === "string" ? TEXT : BINARY, at);
  }
  at = into.writeInt16BE(values.length, at);
  for (const value of values) {
    const bytes = Buffer.byteLength(value);
    at = into.writeInt32BE(bytes, at);
    at += typeof value === "string" ? into.write(value, at) : value.copy(into, at);
  }
  // All results as text.
  at = into.writeInt16BE(1, at);
  return into.writeInt16BE(TEXT, at);
}
