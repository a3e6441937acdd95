import { createSignal, type JSX, onCleanup, Show } from "solid-js";
import styles from "./ScrollPane.module.css";

/** A footer that would leave less than two thirds of the screen scrolls along with the content. */
const MAX_FOOTER_PART = 1 / 3;

/**
 * Content that scrolls above a footer. The footer stays under the thumb, except where large text makes
 * it so tall that hardly anything of the content could be seen: then it follows the content.
 */
export function ScrollPane(props: {
  /** Of the content. */
  readonly class?: string | undefined;
  readonly children: JSX.Element;
  readonly footer?: JSX.Element;
}) {
  const [isTall, setTall] = createSignal(false);

  function watch(footer: HTMLElement): void {
    const measure = () => setTall(footer.offsetHeight > window.innerHeight * MAX_FOOTER_PART);
    const observer = new ResizeObserver(measure);
    observer.observe(footer);
    window.addEventListener("resize", measure);
    onCleanup(() => {
      observer.disconnect();
      window.removeEventListener("resize", measure);
      setTall(false);
    });
  }

  return (
    <>
      <div class={styles.pane} classList={{ [styles.whole ?? ""]: isTall() }}>
        <div class={`${styles.content} ${props.class ?? ""}`}>{props.children}</div>
        <Show when={!isTall()}>
          <div class={styles.toasts} data-toast-floor />
        </Show>
        <Show when={props.footer}>
          {(footer) => (
            <footer class={styles.footer} ref={watch}>
              {footer()}
            </footer>
          )}
        </Show>
      </div>
      <Show when={isTall()}>
        <div class={styles.toasts} data-toast-floor />
      </Show>
    </>
  );
}
