import { Show, Suspense } from "solid-js";
import { later } from "../model/later.ts";
import type { MenuStore } from "../model/menu-store.ts";
import { createReceipts } from "../model/receipts.ts";
import type { Seat } from "../model/seat.ts";
import { createTableSession } from "../model/table-session.ts";
import { OpenTable } from "./OpenTable.tsx";

const EndPage = later(async () => {
  // With its sentences and those of the receipts that it lists: no other language flashes by.
  const [{ EndPage }] = await Promise.all([
    import("../end/EndPage.tsx"),
    import("../end/messages/messages.ts").then(({ endMessages }) => endMessages.prepare()),
    import("../bill/prepare.ts").then(({ prepare }) => prepare()),
  ]);
  return EndPage;
});

/** A diner at their table, until the session ends. */
export function TableScreen(props: {
  readonly seat: Seat;
  readonly menu: MenuStore;
  readonly onForgotten: () => void;
}) {
  const session = createTableSession(props.seat, props.menu);
  const receipts = createReceipts(session);
  async function startAgain() {
    await session.forget();
    props.onForgotten();
  }
  return (
    <Show
      when={session.end()}
      fallback={<OpenTable {...{ session, receipts }} menu={props.menu} />}
    >
      {(reason) => (
        <Suspense>
          <EndPage
            {...{ session, receipts }}
            reason={reason()}
            onStartAgain={() => void startAgain()}
          />
        </Suspense>
      )}
    </Show>
  );
}
