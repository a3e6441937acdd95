import { sharedNow } from "@tureen/persistence/platform/shared-clock";
import type { Signals } from "@tureen/persistence/platform/signals/signals";
import { TureenError } from "@tureen/shared/platform/errors";
import { isLiveErrorCode } from "@tureen/shared/platform/protocol/reactions";
import { mayAct, type StaffRole } from "@tureen/shared/platform/roles";
import type { Logger } from "pino";
import type { Callers, StaffPrincipal } from "../auth/principals.ts";
import type { ConnectionGroup } from "../drain.ts";
import type { ApiContext } from "./env.ts";
import type { EventStream } from "./event-stream.ts";
import { createServerSentStream } from "./server-sent-stream.ts";
import { createSocketStream } from "./socket-stream.ts";

/** How often a stream says that it is alive and asks whether the sign-in still holds, ms. */
const HEARTBEAT_MS = 10_000;
/** Screens of one restaurant that may follow at once. */
const MAX_STREAMS_PER_RESTAURANT = 200;
/** And of one account, which may be that of every cook: nobody keeps all the others out. */
const MAX_STREAMS_PER_ACCOUNT = 100;

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
  readonly screens: ConnectionGroup;
  close(): void;
}

interface OpenStream {
  readonly stream: EventStream;
  readonly staff: StaffPrincipal;
  readonly recheck: () => Promise<void>;
}

export function createStaffStreams(deps: {
  readonly callers: Callers;
  readonly signals: Pick<Signals, "subscribe">;
  readonly log: Logger;
  /** While true no stream begins: the server is about to stop. */
  readonly isLeaving: () => boolean;
  readonly heartbeatMs?: number;
  readonly maxPerAccount?: number | undefined;
}): StaffStreams {
  const { callers, log, isLeaving } = deps;
  const { heartbeatMs = HEARTBEAT_MS, maxPerAccount = MAX_STREAMS_PER_ACCOUNT } = deps;
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
      const staff = await callers.staff(token, sharedNow());
      if (!mayAct(staff.role, role)) stream.close("not-allowed");
    } catch (error) {
      if (error instanceof TureenError && isLiveErrorCode(error.code)) stream.close(error.code);
      else log.warn({ err: error }, "sign-in of an event stream not checked");
    }
  }

  function mustHaveRoom({ restaurantId, userId }: StaffPrincipal): void {
    let [ofRestaurant, ofAccount] = [0, 0];
    for (const { staff } of all) {
      if (staff.restaurantId !== restaurantId) continue;
      ofRestaurant += 1;
      if (staff.userId === userId) ofAccount += 1;
    }
    if (ofRestaurant >= MAX_STREAMS_PER_RESTAURANT || ofAccount >= maxPerAccount) {
      throw new TureenError("overloaded", { retryAfterS: 10 });
    }
  }

  return {
    open(c, staff, { token, role }, feed) {
      if (isLeaving()) throw new TureenError("restarting", { retryAfterS: 1 });
      mustHaveRoom(staff);
      c.header("content-type", "text/event-stream; charset=utf-8");
      // Proxies must neither keep nor collect what is meant for now.
      c.header("cache-control", "no-store, no-transform");
      c.header("x-accel-buffering", "no");
      if (c.req.method === "HEAD") return c.body(null);
      const { stream, answer } = openStream(c);
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
      return answer();
    },
    recheck: recheckAll,
    screens: () =>
      [...all].map(
        ({ stream }) =>
          () =>
            stream.close("restarting"),
      ),
    close() {
      unsubscribe();
      for (const { stream } of all) stream.close("restarting");
    },
  };
}

/** A stream in the form that the request asks for, and the answer that carries it. */
function openStream(c: ApiContext): { stream: EventStream; answer: () => Response } {
  // A WebSocket's handshake is its answer.
  if (c.env?.accept)
    return { stream: createSocketStream(c.env.accept()), answer: () => c.body(null) };
  const stream = createServerSentStream(c.env?.abort);
  return { stream, answer: () => c.body(stream.body) };
}
