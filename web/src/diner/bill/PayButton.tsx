import { type JSX, Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { payMessages } from "./messages/messages.ts";
import styles from "./PaySheet.module.css";

/** The button that moves money; without a connection it cannot, which `OfflineNote` says. */
export function PayButton(props: {
  readonly isOffline: boolean;
  readonly busy: boolean;
  readonly disabled?: boolean;
  readonly onPay: () => void;
  readonly children: JSX.Element;
}) {
  return (
    <Button
      class={styles.pay}
      variant="primary"
      size="l"
      busy={props.busy}
      disabled={props.isOffline || props.disabled}
      onClick={() => props.onPay()}
    >
      {props.children}
    </Button>
  );
}

/** Says that nothing is paid without a connection. */
export function OfflineNote(props: { readonly isOffline: boolean }) {
  return (
    <Show when={props.isOffline}>
      <p class={styles.note} role="status">
        {payMessages.t("needsLink")}
      </p>
    </Show>
  );
}
