import { type JSX, splitProps } from "solid-js";
import { Icon, type IconName } from "./Icon.tsx";
import styles from "./IconButton.module.css";

export interface IconButtonProps extends JSX.ButtonHTMLAttributes<HTMLButtonElement> {
  readonly icon: IconName;
  /** What it does, for those who do not see the icon. */
  readonly label: string;
}

/** A round 44 px button with an icon only. */
export function IconButton(props: IconButtonProps) {
  const [own, rest] = splitProps(props, ["icon", "label", "class"]);
  return (
    <button
      type="button"
      {...rest}
      class={`${styles.button} ${own.class ?? ""}`}
      aria-label={own.label}
      title={own.label}
    >
      <Icon name={own.icon} />
    </button>
  );
}
