import { For, Show } from "solid-js";
import { Icon } from "./Icon.tsx";
import { uiMessages } from "./messages/messages.ts";
import styles from "./ToastRegion.module.css";
import { dismissToast, holdToast, resumeToast, toasts } from "./toasts.ts";

/** Where toasts appear: at the top, away from the bar under the thumb. A polite live region. */
export function ToastRegion() {
  return (
    // data-kb-top-layer keeps it usable while a sheet is open (Kobalte hides all else).
    <section class={styles.region} aria-label={uiMessages.t("notices")} data-kb-top-layer>
      {/* The role is not the list's own: its items would no longer be a list's. */}
      <div role="log" aria-live="polite" aria-relevant="additions">
        <ol>
          <For each={toasts()}>
            {(entry) => (
              <li
                class={`${styles.toast} ${styles[entry.tone]}`}
                onPointerEnter={() => holdToast(entry.id)}
                onPointerLeave={() => resumeToast(entry.id)}
                onFocusIn={() => holdToast(entry.id)}
                onFocusOut={() => resumeToast(entry.id)}
              >
                <Show when={entry.icon}>{(name) => <Icon name={name()} size={20} />}</Show>
                <span class={styles.text}>{entry.text}</span>
                <Show when={entry.action}>
                  {(action) => (
                    <button
                      type="button"
                      class={styles.action}
                      onClick={() => {
                        action().run();
                        dismissToast(entry.id);
                      }}
                    >
                      {action().label}
                    </button>
                  )}
                </Show>
              </li>
            )}
          </For>
        </ol>
      </div>
    </section>
  );
}
