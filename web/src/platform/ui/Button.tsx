import { type JSX, Show, splitProps } from "solid-js";
import styles from "./Button.module.css";
import { Icon, type IconName } from "./Icon.tsx";
import { createPress } from "./press.ts";

export interface ButtonProps extends JSX.ButtonHTMLAttributes<HTMLButtonElement> {
  /** primary: the one thing to do here; secondary: outlined; quiet: text only; danger: destructive. */
  readonly variant?: "primary" | "secondary" | "quiet" | "danger";
  readonly size?: "m" | "l";
  readonly wide?: boolean;
  readonly icon?: IconName;
  /** Something is under way: the button stays focusable but does nothing. */
  readonly busy?: boolean;
}

/** A text button, at least 44 px tall. */
export function Button(props: ButtonProps) {
  const [own, rest] = splitProps(props, [
    "variant",
    "size",
    "wide",
    "icon",
    "busy",
    "children",
    "class",
    "onClick",
  ]);
  const press = createPress(
    () => own.busy === true,
    (event) => typeof own.onClick === "function" && own.onClick(event),
  );
  return (
    <button
      type="button"
      {...rest}
      class={`${styles.button} ${styles[own.variant ?? "secondary"]} ${own.class ?? ""}`}
      classList={{ [styles.large ?? ""]: own.size === "l", [styles.wide ?? ""]: own.wide === true }}
      aria-busy={own.busy || undefined}
      aria-disabled={own.busy || undefined}
      onClick={press}
    >
      <Show when={own.icon}>{(name) => <Icon name={name()} size={20} />}</Show>
      {own.children}
    </button>
  );
}
