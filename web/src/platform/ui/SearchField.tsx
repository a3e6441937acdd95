import { Icon } from "./Icon.tsx";
import styles from "./SearchField.module.css";

/** Where one types what to look for; its label stands in it until something is typed. */
export function SearchField(props: {
  readonly label: string;
  readonly value: string;
  readonly onInput: (text: string) => void;
}) {
  return (
    <label class={styles.search}>
      <Icon name="search" size={20} />
      <span class="visually-hidden">{props.label}</span>
      <input
        type="search"
        class={styles.input}
        placeholder={props.label}
        value={props.value}
        maxLength={80}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </label>
  );
}
