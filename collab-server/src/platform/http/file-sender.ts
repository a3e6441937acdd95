import { TureenError } from "@tureen/shared/platform/errors";
import type { Logger } from "pino";
import type { ApiContext } from "./env.ts";

/** Files of one restaurant under way at once. */
const MAX_AT_ONCE = 2;

/** A file on its way: in parts, each made when the one before has been taken. */
export interface SentFile {
  readonly restaurantId: string;
  /** Letters, digits and dates alone: nothing in it may end the header's quotes. */
  readonly name: string;
  readonly contentType: string;
  /** Notes who takes it along; before the first part. */
  readonly record: () => Promise<void>;
  readonly parts: () => AsyncGenerator<string>;
}

/** Answers with a file; throws "overloaded" when its restaurant takes too many at once. */
export type SendFile = (c: ApiContext, file: SentFile) => Promise<Response>;

/** Sends files of one kind, `what`, as fast as they are read and no faster. */
export function createFileSender(what: string, log: Logger): SendFile {
  const underWay = new Map<string, number>();
  return async (c, { restaurantId, name, contentType, record, parts }) => {
    c.header("content-type", contentType);
    c.header("content-disposition", `attachment; filename="${name}"`);
    if (c.req.method === "HEAD") return c.body(null);
    const others = underWay.get(restaurantId) ?? 0;
    if (others >= MAX_AT_ONCE) throw new TureenError("overloaded", { retryAfterS: 10 });
    underWay.set(restaurantId, others + 1);
    let over = false;
    // A reader that leaves while a part is being made ends it twice.
    const done = () => {
      if (over) return;
      over = true;
      const left = (underWay.get(restaurantId) ?? 1) - 1;
      if (left > 0) underWay.set(restaurantId, left);
      else underWay.delete(restaurantId);
    };
    try {
      await record();
    } catch (failure) {
      done();
      throw failure;
    }
    const brokenOff = (failure: unknown) =>
      log.warn({ restaurantId, err: failure }, `${what} broken off`);
    return c.body(streamed(parts(), { brokenOff, done }));
  };
}

/** Reads as fast as it is read; `done` is called however it ends. */
function streamed(
  parts: AsyncGenerator<string>,
  { brokenOff, done }: { brokenOff: (failure: unknown) => void; done: () => void },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const next = await parts.next();
          if (!next.done) {
            controller.enqueue(encoder.encode(next.value));
            return;
          }
          done();
          controller.close();
        } catch (failure) {
          brokenOff(failure);
          done();
          // The download fails: half a file must not look like a whole one.
          controller.error(failure);
        }
      },
      cancel: done,
    },
    { highWaterMark: 0 },
  );
}
