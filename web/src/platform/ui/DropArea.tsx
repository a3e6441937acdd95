import { createSignal, type JSX } from "solid-js";
import styles from "./DropArea.module.css";

/** A frame into which something is dropped, and which shows that it would be taken. */
export function DropArea(props: {
  readonly label: string;
  /** Whether what is dragged over it may be dropped here. */
  readonly accepts: (data: DataTransfer | null) => boolean;
  /** Takes what was dropped; whether there was something to take. */
  readonly take: (data: DataTransfer | null) => boolean;
  readonly onPaste?: (event: ClipboardEvent) => void;
  readonly children: JSX.Element;
}) {
  const [dropping, setDropping] = createSignal(false);
  return (
    <section
      class={styles.area}
      classList={{ [styles.dropping ?? ""]: dropping() }}
      aria-label={props.label}
      onPaste={(event) => props.onPaste?.(event)}
      onDragOver={(event) => {
        if (!props.accepts(event.dataTransfer)) return;
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={(event) => {
        setDropping(false);
        if (props.take(event.dataTransfer)) event.preventDefault();
      }}
    >
      {props.children}
    </section>
  );
}
