import styles from "./AddressToCopy.module.css";

/** An address that stands there, selected, to be copied by hand where a page may not do it. */
export function AddressToCopy(props: { readonly label: string; readonly address: string }) {
  return (
    <label class={styles.address}>
      <span class={styles.label}>{props.label}</span>
      <input
        ref={(field) => queueMicrotask(() => field.select())}
        class={styles.field}
        readOnly
        dir="ltr"
        value={props.address}
        onFocus={(event) => event.currentTarget.select()}
      />
    </label>
  );
}
