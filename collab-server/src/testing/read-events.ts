/** An event as it came over the wire. */
export interface ReadEvent {
  readonly event: string | undefined;
  readonly id: string | undefined;
  readonly data: string;
}

/** Reads server-sent events of a response one by one; pings are left out unless wanted. */
export function readEvents(
  response: Response,
  { pings = false } = {},
): { next(): Promise<ReadEvent | null>; cancel(): Promise<void> } {
  if (!response.body) throw new Error("no body");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    /** The next event; null when the stream has ended. */
    async next() {
      for (;;) {
        const end = text.indexOf("\n\n");
        if (end < 0) {
          const { done, value } = await reader.read();
          if (done) return null;
          text += value;
          continue;
        }
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        const field = (name: string) =>
          block
            .split("\n")
            .find((line) => line.startsWith(`${name}: `))
            ?.slice(name.length + 2);
        const event = { event: field("event"), id: field("id"), data: field("data") ?? "" };
        if (pings || event.event !== "ping") return event;
      }
    },
    cancel: () => reader.cancel(),
  };
}
