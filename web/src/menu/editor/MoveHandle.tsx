import { Icon } from "../../platform/ui/Icon.tsx";
import styles from "./MoveHandle.module.css";
import { editorMessages } from "./messages/messages.ts";
import type { Reorder } from "./reorder.ts";

/** Where a row is taken hold of to move it, by pointer or by arrow keys. */
export function MoveHandle(props: {
  readonly reorder: Reorder;
  readonly thing: { readonly id: string; readonly name: string };
}) {
  return (
    <button
      type="button"
      class={styles.handle}
      aria-label={editorMessages.t("move", { name: props.thing.name })}
      {...props.reorder.handle(props.thing.id)}
    >
      <Icon name="grip" size={20} />
    </button>
  );
}
