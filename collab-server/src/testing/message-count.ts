import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";

/** Messages that Redis was given for one session's channels, counted on its side. */
export interface MessageCount {
  /** Published so far. */
  readonly published: number;
  close(): void;
}

const DEFAULT_PORT = 6379;
const PUBLISHED = /^\+[\d.]+ \[[^\]]*\] "publish" "([^"]*)"/i;

/**
 * Counts what is published from now on, on channels whose name has `part` in it. Reads MONITOR's
 * lines itself: a client library would take one that comes with its first answer for a reply.
 */
export async function countMessages(redisUrl: string, part: string): Promise<MessageCount> {
  const { hostname, port, password } = new URL(redisUrl);
  const socket = connect(Number(port || DEFAULT_PORT), hostname);
  await once(socket, "connect");
  let published = 0;
  const lines = createInterface({ input: socket, crlfDelay: Infinity });
  const first = once(lines, "line");
  lines.on("line", (line) => {
    if (PUBLISHED.exec(line)?.[1]?.includes(part)) published += 1;
  });
  socket.write(`${password ? `AUTH ${decodeURIComponent(password)}\r\n` : ""}MONITOR\r\n`);
  const [answer] = await first;
  if (answer !== "+OK") throw new Error(`Redis does not count: ${answer}`);
  return {
    get published() {
      return published;
    },
    close: () => socket.destroy(),
  };
}
