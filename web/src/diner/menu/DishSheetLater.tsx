import { type ComponentProps, onCleanup, Show, Suspense } from "solid-js";
import { createOnce } from "../model/create-once.ts";
import { later } from "../model/later.ts";

/** How soon after the menu stands the sheet is fetched, ms: nobody has read a dish's name before. */
const AHEAD_MS = 3_000;

const load = async () => {
  const [{ DishSheet }] = await Promise.all([
    import("./DishSheet.tsx"),
    import("../courses/messages/messages.ts").then(({ courseMessages }) =>
      courseMessages.prepare(),
    ),
  ]);
  return DishSheet;
};
const DishSheet = later(load);

/**
 * The sheet of a dish: the menu can be read, and a first dish added, without it and all that sheets are
 * made of. It is fetched ahead, since a phone may lose its signal, but not before the menu stands.
 */
export function DishSheetLater(props: ComponentProps<typeof DishSheet>) {
  const wanted = createOnce(() => props.item !== undefined);
  // Without a signal it is fetched when it is wanted.
  const timer = setTimeout(() => void load().catch(() => {}), AHEAD_MS);
  onCleanup(() => clearTimeout(timer));
  return (
    <Suspense>
      <Show when={wanted()}>
        <DishSheet {...props} />
      </Show>
    </Suspense>
  );
}
