import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type ErrorBody, type ErrorCode, TureenError } from "@tureen/shared/platform/errors";

/** How long a refused peer may take to read why, ms. */
const GOODBYE_MS = 2_000;

function bodyOf(code: ErrorCode, retryAfterS?: number) {
  const { message, status } = new TureenError(code);
  const text = JSON.stringify({ error: { code, message, retryAfterS } } satisfies ErrorBody);
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(text)),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    connection: "close",
  };
  if (retryAfterS !== undefined) headers["retry-after"] = String(retryAfterS);
  return { status, text, headers };
}

/** Answers a request with an error and closes its connection. */
export function refuseRequest(
  response: ServerResponse<IncomingMessage>,
  code: ErrorCode,
  retryAfterS?: number,
): void {
  const { status, text, headers } = bodyOf(code, retryAfterS);
  response.writeHead(status, headers);
  response.end(text);
}

/** The same on a socket that has no response of its own: upgrades, and what is no HTTP. */
export function refuseSocket(socket: Duplex, code: ErrorCode, retryAfterS?: number): void {
  // The peer may be gone already; there is nobody to tell.
  socket.on("error", () => socket.destroy());
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const { status, text, headers } = bodyOf(code, retryAfterS);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.once("finish", () => socket.destroy());
  // Nor does it have to read.
  setTimeout(() => socket.destroy(), GOODBYE_MS).unref();
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${text}`);
}

/** What Node says of a request that it could not read or that did not come in time. */
const CODE_OF_NODE: Partial<Record<string, ErrorCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: "request-too-slow",
  HPE_HEADER_OVERFLOW: "headers-too-large",
};

/** The listener of a server's `clientError`. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  // The peer said that the request before was its last one: the answer to that closes the socket.
  if (error.code === "HPE_CLOSED_CONNECTION") return;
  if (error.code === "ECONNRESET") socket.destroy();
  else refuseSocket(socket, CODE_OF_NODE[error.code ?? ""] ?? "request-malformed");
}
