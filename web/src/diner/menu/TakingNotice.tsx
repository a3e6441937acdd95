import { Show, Suspense } from "solid-js";
import { later } from "../model/later.ts";
import type { MenuStore } from "../model/menu-store.ts";
import { LAST_CALL } from "../model/menu-time.ts";

/** Mostly orders are taken, and there is nothing to say. */
const TakingText = later(() => import("./TakingText.tsx").then((m) => m.TakingText));

/** Says that orders are not taken and when they are, or that soon they will not be. */
export function TakingNotice(props: { readonly menu: MenuStore }) {
  const isSaid = () => {
    const taking = props.menu.taking();
    if (taking.kind !== "open") return true;
    return taking.lastOrders !== null && taking.lastOrders - props.menu.local() <= LAST_CALL;
  };
  return (
    <div role="status">
      <Suspense>
        <Show when={isSaid()}>
          <TakingText menu={props.menu} />
        </Show>
      </Suspense>
    </div>
  );
}
