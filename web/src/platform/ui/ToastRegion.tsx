import { For, Show } from "solid-js";
import { Icon } from "./Icon.tsx";
import { uiMessages } from "./messages/messages.ts";
import styles from "./ToastRegion.module.css";
import { createToastPlace } from "./toast-place.ts";
import { dismissToast, holdToast, resumeToast, type ToastAction, toasts } from "./toasts.ts";

/** Where toasts appear: where they cover no control. A polite live region. */
export function ToastRegion() {
  let region: HTMLElement | undefined;
  const bottom = createToastPlace(
    () => toasts().length > 0,
    () => region,
  );
  return (
    // data-kb-top-layer keeps it usable while a sheet is open (Kobalte hides all else).
    <section
      ref={(element) => {
        region = element;
      }}
      class={styles.region}
      style={
        bottom() === undefined
          ? undefined
          : { "inset-block-start": "auto", "inset-block-end": `${bottom()}px` }
      }
      aria-label={uiMessages.t("notices")}
      data-kb-top-layer
    >
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
                <span class={styles.words}>
                  <Show when={entry.icon}>{(name) => <Icon name={name()} size={20} />}</Show>
                  <span class={styles.text}>{entry.text}</span>
                </span>
                <Show when={entry.action}>
                  {(action) => <Action of={action()} onDone={() => dismissToast(entry.id)} />}
                </Show>
              </li>
            )}
          </For>
        </ol>
      </div>
    </section>
  );
}

function Action(props: { readonly of: ToastAction; readonly onDone: () => void }) {
  const [action, label] = [props.of, props.of.label];
  if ("href" in action) {
    return (
      <a
        class={styles.action}
        href={action.href}
        target="_blank"
        rel="noopener"
        onClick={() => props.onDone()}
      >
        {label}
      </a>
    );
  }
  return (
    <button
      type="button"
      class={styles.action}
      onClick={() => {
        action.run();
        props.onDone();
      }}
    >
      {label}
    </button>
  );
}
