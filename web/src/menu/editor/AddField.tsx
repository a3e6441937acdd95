import { createSignal } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import styles from "./AddField.module.css";

/** A name and a button that adds something of that name; ready for the next one at once. */
export function AddField(props: {
  readonly label: string;
  readonly onAdd: (name: string) => void;
}) {
  const [name, setName] = createSignal("");
  return (
    <form
      class={styles.add}
      onSubmit={(event) => {
        event.preventDefault();
        // A choice in a dish's sheet is a form within one.
        event.stopPropagation();
        const typed = name().trim();
        if (!typed) return;
        props.onAdd(typed);
        setName("");
      }}
    >
      <input
        class={styles.input}
        aria-label={props.label}
        placeholder={props.label}
        autocomplete="off"
        maxLength={200}
        value={name()}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" icon="plus" aria-label={props.label} disabled={!name().trim()} />
    </form>
  );
}
