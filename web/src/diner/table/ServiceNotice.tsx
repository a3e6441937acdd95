import type { SessionView } from "@tureen/shared/table/document/session-document";
import { Show, Suspense } from "solid-js";
import { later } from "../model/later.ts";

/** Only tables of restaurants with a service charge ever need it. */
const ServiceAhead = later(async () => {
  const [{ ServiceAhead }] = await Promise.all([
    import("../bill/ServiceAhead.tsx"),
    import("../bill/prepare.ts").then(({ prepare }) => prepare()),
  ]);
  return ServiceAhead;
});

/** The service charge that comes on top of a total, if any; what stands around it does not wait. */
export function ServiceNotice(props: { readonly view: SessionView; readonly currency: string }) {
  return (
    <Suspense>
      <Show when={props.view.session.terms?.service}>
        <ServiceAhead view={props.view} currency={props.currency} />
      </Show>
    </Suspense>
  );
}
