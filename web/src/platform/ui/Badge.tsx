import { type JSX, Show } from "solid-js";
import styles from "./Badge.module.css";
import { Icon, type IconName } from "./Icon.tsx";
import tones from "./tones.module.css";

export type Tone = "neutral" | "copper" | "good" | "warn" | "bad" | "info";

/** A small label beside something: "Sold out", "3 left". Never colour alone: it always has words. */
export function Badge(props: {
  readonly tone?: Tone;
  readonly icon?: IconName;
  readonly children: JSX.Element;
}) {
  return (
    <span class={`${styles.badge} ${tones[props.tone ?? "neutral"]}`}>
      <Show when={props.icon}>{(name) => <Icon name={name()} size={14} />}</Show>
      {props.children}
    </span>
  );
}
