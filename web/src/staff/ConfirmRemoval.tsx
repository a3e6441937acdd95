import { Button } from "../platform/ui/Button.tsx";
import styles from "./SettingsList.module.css";

/** What removing something means, before it is done. */
export function ConfirmRemoval(props: {
  readonly text: string;
  /** What the buttons say. */
  readonly keep: string;
  readonly remove: string;
  readonly busy: boolean;
  readonly onKeep: () => void;
  readonly onRemove: () => void;
}) {
  return (
    <div class={styles.form}>
      <p>{props.text}</p>
      <div class={styles.buttons}>
        <Button onClick={() => props.onKeep()}>{props.keep}</Button>
        <Button icon="trash" variant="danger" busy={props.busy} onClick={() => props.onRemove()}>
          {props.remove}
        </Button>
      </div>
    </div>
  );
}
