import { useParams } from "@solidjs/router";
import { createSignal, onCleanup, Show } from "solid-js";
import { Arrival } from "./arrive/Arrival.tsx";
import { createMenuStore } from "./model/menu-store.ts";
import { onSeatElsewhere, readSeat, type Seat, saveSeat } from "./model/seat.ts";
import { TableScreen } from "./table/TableScreen.tsx";

/** What a table's QR code leads to: the way in, or the table if this phone already sits there. */
export function DinerPage() {
  const params = useParams<{ code: string }>();
  return (
    <Show when={params.code} keyed>
      {(code) => <AtCode code={code} />}
    </Show>
  );
}

function AtCode(props: { readonly code: string }) {
  const menu = createMenuStore(props.code);
  const [seat, setSeat] = createSignal(readSeat(props.code));
  void menu.refresh();
  // Another tab of this phone has sat down here meanwhile.
  onCleanup(onSeatElsewhere(props.code, () => setSeat((own) => own ?? readSeat(props.code))));

  function sitDown(given: Seat) {
    saveSeat(given);
    setSeat(given);
  }
  return (
    <Show
      when={seat()}
      keyed
      fallback={<Arrival code={props.code} menu={menu} onSeated={sitDown} />}
    >
      {(current) => (
        <TableScreen seat={current} menu={menu} onForgotten={() => setSeat(undefined)} />
      )}
    </Show>
  );
}
