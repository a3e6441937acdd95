import { Icon, type IconName } from "../platform/ui/Icon.tsx";
import tones from "../platform/ui/tones.module.css";
import styles from "./MarkDot.module.css";
import { toneOf } from "./mark-look.ts";
import type { MarkKind } from "./model/marks.ts";

/** A mark as a small disc with its icon; what it says stands beside it or in a tooltip. */
export function MarkDot(props: { readonly kind: MarkKind; readonly icon: IconName }) {
  return (
    <span class={`${styles.dot} ${tones[toneOf(props.kind)]}`}>
      <Icon name={props.icon} size={14} />
    </span>
  );
}
