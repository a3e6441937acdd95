import type { JSX } from "solid-js";
import { Icon } from "../../platform/ui/Icon.tsx";
import styles from "./ReceiptList.module.css";

/** The way to the page of a receipt, beside the table's. */
export function ReceiptLink(props: {
  readonly token: string;
  readonly children: JSX.Element;
  readonly ref?: (link: HTMLAnchorElement) => void;
}) {
  return (
    <a
      ref={(link) => props.ref?.(link)}
      class={styles.link}
      href={`/r/${props.token}`}
      target="_blank"
      rel="noopener"
    >
      <Icon name="receipt" size={20} />
      {props.children}
    </a>
  );
}
