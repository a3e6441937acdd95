import type { Database } from "@tureen/persistence/database";
import type { Signals } from "@tureen/persistence/signals/signals";
import { TureenError } from "@tureen/shared/errors";
import type { StaffRole } from "@tureen/shared/http/endpoints";
import type { Logger } from "pino";
import { mayAct, requireStaff, type StaffPrincipal } from "../auth/staff-access.ts";
import type { Crowd } from "../drain.ts";
import type { ApiContext } from "./env.ts";
import { createEventStream, type EventStream } from "./event-stream.ts";

/** How often a stream says that it is alive and asks whether the sign-in still holds, ms. */
const HEARTBEAT_MS = 10_000;
/** Screens of one restaurant that may follow at once. */
const MAX_STREAMS_PER_RESTAURANT = 200;

/** All event streams of staff on this server. */
export interface StaffStreams {
  /**
   * Answers with a stream that lasts as long as the sign-in behind it. Throws overloaded, and
   * restarting once the server is about to stop.
   */
  open(
    c: ApiContext,
    staff: StaffPrincipal,
    access: { readonly token: string; readonly role: StaffRole },
    feed: (stream: EventStream) => void,
  ): Response;
  /** Looks at once whether the sign-ins of a restaurant's streams still hold. */
  recheck(restaurantId: string): void;
  /** Every open stream: called, it ends, and its screen goes on elsewhere from its last number. */
  readonly screens: Crowd;
  close(): void;
}

interface OpenStream {
  readonly stream: EventStream;
  readonly staff: StaffPrincipal;
  readonly recheck: () => Promise<void>;
}

export function createStaffStreams(deps: {
  readonly database: Database;
  readonly signals: Pick<Signals, "subscribe">;
  readonly log: Logger;
  /** While true no stream begins: the server is about to stop. */
  readonly isLeaving: () => boolean;
  readonly heartbeatMs?: number;
}): StaffStreams {
  const { database, log, isLeaving, heartbeatMs = HEARTBEAT_MS } = deps;
  const all = new Set<OpenStream>();
  // What another server has revoked ends here at once; a lost signal costs one heartbeat.
  const unsubscribe = deps.signals.subscribe(
    ({ kind, restaurantId }) => {
      if (kind === "staff") recheckAll(restaurantId);
    },
    () => recheckAll(),
  );

  function recheckAll(restaurantId?: string): void {
    for (const { staff, recheck } of all) {
      if (restaurantId === undefined || staff.restaurantId === restaurantId) void recheck();
    }
  }

  /** Ends the stream when its sign-in is over; while that cannot be known it goes on. */
  async function recheck(stream: EventStream, token: string, role: StaffRole): Promise<void> {
    try {
      const staff = await requireStaff(database, token, new Date());
      if (!mayAct(staff.role, role)) stream.close();
    } catch (error) {
      if (error instanceof TureenError) stream.close();
      else log.warn({ err: error }, "sign-in of an event stream not checked");
    }
  }

  return {
    open(c, staff, { token, role }, feed) {
      if (isLeaving()) throw new TureenError("restarting", { retryAfterS: 1 });
      const { restaurantId } = staff;
      let count = 0;
      for (const entry of all) if (entry.staff.restaurantId === restaurantId) count += 1;
      if (count >= MAX_STREAMS_PER_RESTAURANT) {
        throw new TureenError("overloaded", { retryAfterS: 10 });
      }
      c.header("content-type", "text/event-stream; charset=utf-8");
      // Proxies must neither keep nor collect what is meant for now.
      c.header("cache-control", "no-store, no-transform");
      c.header("x-accel-buffering", "no");
      if (c.req.method === "HEAD") return c.body(null);
      const stream = createEventStream(c.env?.abort);
      const entry = { stream, staff, recheck: () => recheck(stream, token, role) };
      all.add(entry);
      const heartbeat = setInterval(() => {
        stream.ping();
        void entry.recheck();
      }, heartbeatMs);
      heartbeat.unref();
      stream.onClose(() => {
        clearInterval(heartbeat);
        all.delete(entry);
      });
      stream.ping();
      feed(stream);
      return c.body(stream.body);
    },
    recheck: recheckAll,
    screens: () => Array.from(all, ({ stream }) => stream.close),
    close() {
      unsubscribe();
      for (const { stream } of all) stream.close();
    },
  };
}
