import styles from "./DishSheet.module.css";

/** One of several things that are on or off, as a tap on a word. */
export function Chip(props: {
  readonly label: string;
  readonly on: boolean;
  readonly onToggle: () => void;
}) {
  return (
    <label class={styles.chip} classList={{ [styles.chosen ?? ""]: props.on }}>
      <input
        type="checkbox"
        class="visually-hidden"
        checked={props.on}
        onChange={(event) => {
          props.onToggle();
          // Whoever owns the state decides: show what it says, not what was tapped.
          event.currentTarget.checked = props.on;
        }}
      />
      {props.label}
    </label>
  );
}
