import { For, Show } from "solid-js";
import { MarkDot } from "../MarkDot.tsx";
import { iconOf } from "../mark-look.ts";
import { replayMessages } from "../messages/messages.ts";
import type { TimelineMark } from "../model/marks.ts";
import { clockText, type Words } from "../words.ts";
import styles from "./Tooltip.module.css";

/** Marks in one tooltip; the list beside the phones has all. */
const MAX_MARKS = 4;

/** Where the pointer is over the timeline, and what is there. */
export interface Hover {
  readonly share: number;
  readonly time: number;
  readonly marks: readonly TimelineMark[];
}

/** What is under the pointer: the time, and the marks with their words. */
export function Tooltip(props: { readonly hover: Hover; readonly words: Words }) {
  const rest = () => props.hover.marks.length - MAX_MARKS;
  return (
    <div class={styles.tooltip} style={{ "--at": props.hover.share }} role="presentation">
      <p class={styles.time}>{clockText(props.hover.marks[0]?.moment.time ?? props.hover.time)}</p>
      <For each={props.hover.marks.slice(0, MAX_MARKS)}>
        {(mark) => (
          <p class={styles.mark}>
            <MarkDot kind={mark.kind} icon={iconOf(mark)} />
            <span dir="auto">{props.words.mark(mark)}</span>
          </p>
        )}
      </For>
      <Show when={rest() > 0}>
        <p>{replayMessages.t("more", { count: rest() })}</p>
      </Show>
    </div>
  );
}
