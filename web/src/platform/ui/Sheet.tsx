import { Dialog } from "@kobalte/core/dialog";
import { type JSX, Show } from "solid-js";
import { createFocusReturn } from "./focus-return.ts";
import { IconButton } from "./IconButton.tsx";
import { closeTopLayer, createLayer } from "./layers.ts";
import { uiMessages } from "./messages/messages.ts";
import { ScrollPane } from "./ScrollPane.tsx";
import styles from "./Sheet.module.css";

export interface SheetProps {
  readonly open: boolean;
  readonly onClose: () => void;
  /** Always named; shown as a heading unless `bare`. */
  readonly title: string;
  readonly description?: string;
  readonly children: JSX.Element;
  /** Stays at the bottom, under the thumb, while the content scrolls. */
  readonly footer?: JSX.Element;
  /** full: as tall as the screen allows even when there is little to show. */
  readonly height?: "auto" | "full";
  /** The content brings its own header space, padding and scrolling. */
  readonly bare?: boolean;
}

/**
 * A modal sheet: from below on a phone, a centred dialog on a wide screen. Focus is trapped inside
 * and returns to where it was; Escape, a tap outside and the Back button close it.
 */
export function Sheet(props: SheetProps) {
  createLayer(
    () => props.open,
    () => props.onClose(),
  );
  // Kobalte would go back to a trigger of its own, and our sheets have none.
  const returnsFocus = createFocusReturn(() => props.open);
  return (
    <Dialog open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay class={styles.scrim} />
        <div class={styles.positioner}>
          <Dialog.Content
            ref={returnsFocus}
            class={styles.sheet}
            classList={{ [styles.full ?? ""]: props.height === "full" }}
            onEscapeKeyDown={(event) => {
              // What lies over the sheet, such as a question in it, is closed before the sheet.
              event.preventDefault();
              closeTopLayer();
            }}
          >
            <header
              class={styles.header}
              classList={{ [styles.floating ?? ""]: props.bare === true }}
            >
              <Dialog.Title class={props.bare ? "visually-hidden" : styles.title}>
                {props.title}
              </Dialog.Title>
              <IconButton
                icon="close"
                label={uiMessages.t("close")}
                class={styles.close}
                onClick={() => props.onClose()}
              />
            </header>
            <Show when={!props.bare} fallback={<div class={styles.bareBody}>{props.children}</div>}>
              <ScrollPane class={styles.body} footer={props.footer}>
                <Show when={props.description}>
                  {(text) => (
                    <Dialog.Description class={styles.description}>{text()}</Dialog.Description>
                  )}
                </Show>
                {props.children}
              </ScrollPane>
            </Show>
          </Dialog.Content>
        </div>
      </Dialog.Portal>
    </Dialog>
  );
}
