import { Show } from "solid-js";
import styles from "./ConnectionBanner.module.css";
import { Icon, type IconName } from "./Icon.tsx";
import tones from "./tones.module.css";

/** A calm strip that says the connection is gone and what that means. Rendered only while it is. */
export function ConnectionBanner(props: {
  readonly show: boolean;
  readonly text: string;
  readonly tone?: "warn" | "bad";
  readonly icon?: IconName;
  /** What helps. */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}) {
  return (
    <div role="status">
      <Show when={props.show}>
        <p class={`${styles.banner} ${tones[props.tone ?? "warn"]}`}>
          <Icon name={props.icon ?? "cloudOff"} size={20} />
          <span>{props.text}</span>
          <Show when={props.action}>
            {(action) => (
              <button type="button" class={styles.action} onClick={() => action().run()}>
                {action().label}
              </button>
            )}
          </Show>
        </p>
      </Show>
    </div>
  );
}
