import { once } from "node:events";
import type { ErrorBody } from "@tureen/shared/platform/errors";
import type { EventFrame } from "@tureen/shared/platform/http/endpoint";
import { WebSocket } from "ws";
import { until } from "./until.ts";

/** An event stream over a WebSocket, read as it arrives. */
export class EventSocket {
  readonly socket: WebSocket;
  /** Every frame so far, pings included. */
  readonly frames: EventFrame[] = [];
  /** How the server closed it, by `code reason`. */
  closed: string | null = null;
  #read = 0;

  constructor(url: string, headers: Record<string, string> = {}) {
    this.socket = new WebSocket(url, { headers });
    this.socket.on("message", (data) => this.frames.push(JSON.parse(String(data)) as EventFrame));
    this.socket.on("close", (code, reason) => {
      this.closed = `${code} ${reason.toString()}`;
    });
    // `close` follows, and tells.
    this.socket.on("error", () => {});
  }

  /** "open", or the status and the code with which it was refused. */
  async outcome(): Promise<string> {
    const refused = once(this.socket, "unexpected-response").then(async ([, response]) => {
      let text = "";
      for await (const chunk of response) text += chunk;
      const { error } = JSON.parse(text) as ErrorBody;
      return `${response.statusCode} ${error.code}`;
    });
    return Promise.race([refused, once(this.socket, "open").then(() => "open")]);
  }

  /** The next event that is no ping; null when the stream has ended before. */
  async next(): Promise<EventFrame | null> {
    await until("an event comes or the stream ends", () => {
      while (this.frames[this.#read]?.event === "ping") this.#read += 1;
      return this.#read < this.frames.length || this.closed !== null;
    });
    return this.frames[this.#read++] ?? null;
  }

  async untilClosed(): Promise<string> {
    return until("the server closes the stream", () => this.closed);
  }

  destroy(): void {
    this.socket.terminate();
  }
}
