import { createSignal, type JSX, onCleanup, onMount, Show } from "solid-js";
import { Icon } from "../platform/ui/Icon.tsx";
import styles from "./DishPane.module.css";
import { kitchenMessages } from "./messages/messages.ts";

/** A dish counts as seen that is cut off by no more than its margin, in pixels. */
const CUT_OFF = 12;

/** A ticket's dishes: where they are more than it has room for they scroll, and it says how many are below. */
export function DishPane(props: {
  /** Of how many columns. */
  readonly inner: number;
  readonly children: JSX.Element;
  /** Told of the list once it is drawn. */
  readonly onList: (list: HTMLElement) => void;
}) {
  const [below, setBelow] = createSignal(0);
  let pane!: HTMLDivElement;
  let list!: HTMLUListElement;
  const hint = () => pane.parentElement?.querySelector<HTMLElement>("[data-below]");

  function count(): void {
    // Without the hint there is its room too: it must not be its own reason.
    const room = pane.clientHeight + (hint()?.offsetHeight ?? 0);
    if (pane.scrollHeight - room <= CUT_OFF) {
      setBelow(0);
      return;
    }
    const end = pane.getBoundingClientRect().bottom + CUT_OFF;
    const cut = [...list.children].filter((dish) => dish.getBoundingClientRect().bottom > end);
    setBelow(cut.length);
  }

  onMount(() => {
    props.onList(list);
    const observer = new ResizeObserver(count);
    observer.observe(pane);
    observer.observe(list);
    onCleanup(() => observer.disconnect());
  });

  return (
    <>
      <div ref={pane} class={styles.pane} onScroll={count}>
        <ul ref={list} class={styles.list} data-inner={props.inner > 1 ? props.inner : undefined}>
          {props.children}
        </ul>
      </div>
      <Show when={below()}>
        {(dishes) => (
          <button
            type="button"
            class={styles.below}
            data-below
            onClick={() => pane.scrollBy({ top: pane.clientHeight * 0.8 })}
          >
            <Icon name="chevronDown" size={22} />
            {kitchenMessages.t("dishesBelow", { count: dishes() })}
          </button>
        )}
      </Show>
    </>
  );
}
