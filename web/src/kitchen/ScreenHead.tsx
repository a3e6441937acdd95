import { Show } from "solid-js";
import { kitchenMessages } from "./messages/messages.ts";
import styles from "./ScreenHead.module.css";
import type { ScreenView } from "./screen-view.ts";

/** Whose screen this is: the station's, in letters that nobody overlooks, and the restaurant's. */
export function ScreenHead(props: { readonly view: ScreenView; readonly restaurant: string }) {
  return (
    <Show
      when={screenName(props.view)}
      fallback={
        <h1 class={styles.whole}>
          <bdi>{props.restaurant}</bdi>
        </h1>
      }
    >
      {(name) => (
        <div class={styles.head}>
          <h1 class={styles.name}>
            <bdi>{name()}</bdi>
          </h1>
          <p class={styles.restaurant}>
            <bdi>{props.restaurant}</bdi>
          </p>
        </div>
      )}
    </Show>
  );
}

/** What a screen is called; nothing where it is the whole kitchen's. */
export function screenName(view: ScreenView): string | undefined {
  return view.kind === "pass" ? kitchenMessages.t("pass") : view.station?.name;
}
