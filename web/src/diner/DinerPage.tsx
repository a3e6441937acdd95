import { useParams } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import { Arrival } from "./arrive/Arrival.tsx";
import { createMenuStore } from "./model/menu-store.ts";
import { readSeat } from "./model/seat.ts";
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
  return (
    <Show
      when={seat()}
      keyed
      fallback={<Arrival code={props.code} menu={menu} onSeated={setSeat} />}
    >
      {(current) => (
        <TableScreen seat={current} menu={menu} onForgotten={() => setSeat(undefined)} />
      )}
    </Show>
  );
}
