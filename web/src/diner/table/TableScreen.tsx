import { Show, Suspense } from "solid-js";
import { later } from "../model/later.ts";
import type { MenuStore } from "../model/menu-store.ts";
import type { Seat } from "../model/seat.ts";
import { createTableSession } from "../model/table-session.ts";
import { OpenTable } from "./OpenTable.tsx";

const EndPage = later(() => import("../end/EndPage.tsx").then((m) => m.EndPage));

/** A diner at their table, until the session ends. */
export function TableScreen(props: {
  readonly seat: Seat;
  readonly menu: MenuStore;
  readonly onForgotten: () => void;
}) {
  const session = createTableSession(props.seat, props.menu);
  async function startAgain() {
    await session.forget();
    props.onForgotten();
  }
  return (
    <Show when={session.end()} fallback={<OpenTable session={session} menu={props.menu} />}>
      {(reason) => (
        <Suspense>
          <EndPage reason={reason()} session={session} onStartAgain={() => void startAgain()} />
        </Suspense>
      )}
    </Show>
  );
}
