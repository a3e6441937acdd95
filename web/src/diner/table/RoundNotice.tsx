import { Show, Suspense } from "solid-js";
import { later } from "../model/later.ts";

/** Only tables that pay round by round ever need it. */
const RoundDue = later(async () => {
  const [{ RoundDue }] = await Promise.all([
    import("../bill/RoundDue.tsx"),
    import("../bill/prepare.ts").then(({ prepare }) => prepare()),
  ]);
  return RoundDue;
});

/** What is due before the next order, if anything is; what stands around it does not wait for it. */
export function RoundNotice(props: { readonly due: number }) {
  return (
    <Suspense>
      <Show when={props.due > 0}>
        <RoundDue due={props.due} />
      </Show>
    </Suspense>
  );
}
