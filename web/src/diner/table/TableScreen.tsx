import { Show } from "solid-js";
import { EndPage } from "../end/EndPage.tsx";
import type { MenuStore } from "../model/menu-store.ts";
import type { Seat } from "../model/seat.ts";
import { createTableSession } from "../model/table-session.ts";
import { OpenTable } from "./OpenTable.tsx";

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
        <EndPage reason={reason()} session={session} onStartAgain={() => void startAgain()} />
      )}
    </Show>
  );
}
