import { type JSX, Show, splitProps } from "solid-js";
import { Icon, type IconName } from "../platform/ui/Icon.tsx";
import { createPress } from "../platform/ui/press.ts";
import styles from "./BigButton.module.css";

export interface BigButtonProps extends JSX.ButtonHTMLAttributes<HTMLButtonElement> {
  /** go: the one next step; plain: everything else; danger: cannot be taken back. */
  readonly look?: "go" | "plain" | "danger";
  readonly icon?: IconName;
  /** Waiting for the answer: says so and does nothing. */
  readonly busy?: boolean;
}

/** A button for wet hands: at least 64 px tall. */
export function BigButton(props: BigButtonProps) {
  const [own, rest] = splitProps(props, ["look", "icon", "busy", "class", "children", "onClick"]);
  const press = createPress(
    () => own.busy === true,
    (event) => typeof own.onClick === "function" && own.onClick(event),
  );
  return (
    <button
      type="button"
      {...rest}
      class={`${styles.button} ${styles[own.look ?? "plain"]} ${own.class ?? ""}`}
      aria-busy={own.busy || undefined}
      aria-disabled={own.busy || undefined}
      onClick={press}
    >
      <Show when={own.icon}>{(name) => <Icon name={name()} size={26} />}</Show>
      <span class={styles.text}>{own.children}</span>
    </button>
  );
}
