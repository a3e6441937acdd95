import { call, codeOf } from "../platform/live/api.ts";
import { errorSentence } from "../platform/ui/errors.ts";
import { uiMessages } from "../platform/ui/messages/messages.ts";
import { toast } from "../platform/ui/toasts.ts";
import { staffMessages } from "../staff/messages/messages.ts";
import type { StaffMember } from "../staff/staff-session.ts";
import { dinerName, tableName } from "../staff/words.ts";
import type { LiveFloor } from "./create-floor.ts";
import {
  type CartShare,
  type FloorDiner,
  type FloorOrder,
  type FloorSession,
  type FloorTable,
  spokenPin,
} from "./floor.ts";
import type { HeldCourse } from "./held-courses.ts";

/** What a waiter does; each says what came of it, and resolves to whether it worked. */
export interface FloorActions {
  open(table: FloorTable): Promise<boolean>;
  /** What is in the table's cart; undefined when it could not be read. */
  readCart(session: FloorSession): Promise<readonly CartShare[] | undefined>;
  /** Closes the table, unless it has not paid. */
  close(table: FloorTable, session: FloorSession): Promise<"closed" | "bill-open" | "failed">;
  rotatePin(session: FloorSession): Promise<boolean>;
  answerCall(session: FloorSession, diner: FloorDiner): Promise<boolean>;
  removeDiner(session: FloorSession, diner: FloorDiner): Promise<boolean>;
  /** Erases a guest's name everywhere; undefined for those who may not. */
  readonly eraseDiner: ((session: FloorSession, diner: FloorDiner) => Promise<boolean>) | undefined;
  serve(order: FloorOrder): Promise<boolean>;
  /** Has the kitchen make a course that the table waits for. */
  fire(course: HeldCourse): Promise<boolean>;
}

export function makeFloorActions(
  floor: LiveFloor,
  endedBy: (error: unknown) => boolean,
  role: StaffMember["role"],
): FloorActions {
  const { t } = staffMessages;

  /** Runs a change, then shows the floor as it is now, whether or not the change worked. */
  async function change(run: () => Promise<string | undefined>): Promise<boolean> {
    let worked = true;
    try {
      const text = await run();
      if (text) toast(text, { tone: "good", icon: "check" });
    } catch (error) {
      worked = false;
      if (!endedBy(error)) toast(errorSentence(codeOf(error)), { tone: "bad", icon: "alert" });
    }
    // A failing reading shows as a lost connection; the change itself has been told.
    await floor.refresh().catch(() => undefined);
    return worked;
  }

  const move = (orderId: string, from: FloorOrder["status"], to: FloorOrder["status"]) =>
    call("moveOrder", { params: { orderId }, body: { from, to } });

  const eraseDiner = (session: FloorSession, { diner }: FloorDiner) =>
    change(async () => {
      await call("eraseDiner", { params: { sessionId: session.id }, body: { diner } });
      return t("erased");
    });

  return {
    eraseDiner: role === "manager" ? eraseDiner : undefined,
    open: (table) =>
      change(async () => {
        await call("staffOpenTable", { params: { tableId: table.id }, body: {} });
        return undefined; // the table's sheet now shows the PIN
      }),
    async readCart(session) {
      try {
        return (await call("readCart", { params: { sessionId: session.id } })).diners;
      } catch (error) {
        endedBy(error);
        return undefined;
      }
    },
    async close(table, session) {
      let isOpen = false;
      const worked = await change(async () => {
        try {
          await call("closeSession", { params: { sessionId: session.id }, body: {} });
          return t("closed", { table: tableName(table.label) });
        } catch (error) {
          // Not a failure to tell in passing: the form that asked shows what is left to pay.
          if (codeOf(error) !== "bill-open") throw error;
          isOpen = true;
          return undefined;
        }
      });
      if (isOpen) return "bill-open";
      return worked ? "closed" : "failed";
    },
    rotatePin: (session) =>
      change(async () => {
        const { pin } = await call("rotatePin", { params: { sessionId: session.id }, body: {} });
        return t("rotated", { pin: spokenPin(pin) });
      }),
    answerCall: (session, { diner }) =>
      change(async () => {
        await call("answerCall", { params: { sessionId: session.id }, body: { diner } });
        return undefined; // the call disappears from the list, which says enough
      }),
    removeDiner: (session, diner) =>
      change(async () => {
        const body = { diner: diner.diner };
        await call("staffRemoveDiner", { params: { sessionId: session.id }, body });
        return t("removed", { name: dinerName(diner) });
      }),
    fire: (course) =>
      change(async () => {
        const orderIds = new Set(course.lines.map(({ orderId }) => orderId));
        for (const orderId of orderIds) {
          const lines = course.lines.filter((line) => line.orderId === orderId);
          const moves = lines.map(({ line }) => ({ line, from: "held", to: "placed" }) as const);
          await call("moveLines", { params: { orderId }, body: { moves } }).catch(
            (error: unknown) => {
              // Somebody else has fired it.
              if (codeOf(error) !== "order-moved") throw error;
            },
          );
        }
        return t("firedCourse", { course: course.name });
      }),
    serve: (order) =>
      change(async () => {
        await move(order.id, order.status, "served");
        toast(`${t("order", { number: String(order.number) })}: ${t("served")}`, {
          icon: "check",
          action: {
            label: uiMessages.t("undo"),
            run: () =>
              void change(async () => {
                await move(order.id, "served", order.status);
                return undefined;
              }),
          },
        });
        return undefined;
      }),
  };
}
