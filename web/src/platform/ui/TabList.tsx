import { For, Show } from "solid-js";
import styles from "./TabList.module.css";

/** Tabs: one tab stop, arrow keys move in reading direction. The panel is `aria-labelledby="tab-<id>"`. */
export function TabList<Id extends string>(props: {
  readonly label: string;
  readonly current: Id;
  readonly tabs: readonly { readonly id: Id; readonly label: string; readonly count?: number }[];
  readonly onChange: (id: Id) => void;
}) {
  function onKeyDown(event: KeyboardEvent & { currentTarget: HTMLElement }) {
    const forward =
      getComputedStyle(event.currentTarget).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const step = event.key === forward ? 1 : /^Arrow(Left|Right)$/.test(event.key) ? -1 : 0;
    if (step === 0) return;
    const at = props.tabs.findIndex((tab) => tab.id === props.current);
    const next = props.tabs[(at + step + props.tabs.length) % props.tabs.length];
    if (!next) return;
    event.preventDefault();
    props.onChange(next.id);
    event.currentTarget.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus();
  }
  return (
    <div class={styles.tabs} role="tablist" aria-label={props.label} onKeyDown={onKeyDown}>
      <For each={props.tabs}>
        {(tab) => (
          <button
            type="button"
            role="tab"
            id={`tab-${tab.id}`}
            class={styles.tab}
            aria-selected={props.current === tab.id}
            tabIndex={props.current === tab.id ? 0 : -1}
            onClick={(event) => {
              event.currentTarget.scrollIntoView({ block: "nearest", inline: "nearest" });
              props.onChange(tab.id);
            }}
          >
            {tab.label}
            <Show when={tab.count}>
              <span class={styles.count}>{tab.count}</span>
            </Show>
          </button>
        )}
      </For>
    </div>
  );
}
