import { createMemo, For, Show } from "solid-js";
import { seatColour } from "../../platform/ui/seat.ts";
import { MarkDot } from "../MarkDot.tsx";
import { iconOf } from "../mark-look.ts";
import { barsPath } from "../model/density.ts";
import { clusterMarks, type Lane, type TimelineMark } from "../model/marks.ts";
import type { ReplayedSession } from "../model/replayed-session.ts";
import { mergedSpans } from "../model/spans.ts";
import styles from "./LaneRow.module.css";

/** Stretches of the session whose busyness is told apart. */
export const BUCKETS = 240;
/** Offline stretches closer than this share of the session are drawn as one. */
const SPAN_GAP = 0.002;

/** One lane: how busy, when without a signal, and its marks. Decoration: the slider has the words. */
export function LaneRow(props: {
  readonly replayed: ReplayedSession;
  readonly lane: Lane;
  readonly heights: readonly number[] | undefined;
  readonly marks: readonly TimelineMark[];
  /** Marks closer than this share of the session are drawn as one. */
  readonly gap: number;
}) {
  const { axis, diners, stretches } = props.replayed;
  const diner = diners.find((each) => each.diner === props.lane);
  const bars = createMemo(() => barsPath(props.heights ?? []));
  const clusters = createMemo(() => clusterMarks(props.marks, axis, props.gap));
  const spans = mergedSpans(
    stretches
      .filter((stretch) => stretch.diner === props.lane)
      .map(({ from, to }) => ({ from: axis.share(from), to: axis.share(to) })),
    SPAN_GAP,
  );
  return (
    <div
      class={styles.lane}
      data-lane={props.lane}
      style={{ "--seat": diner ? seatColour(diner.colour) : "var(--line-strong)" }}
    >
      <svg
        class={styles.bars}
        viewBox={`0 0 ${BUCKETS} 1`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path d={bars()} fill="currentColor" />
      </svg>
      <For each={spans}>
        {({ from, to }) => <span class={styles.offline} style={{ "--from": from, "--to": to }} />}
      </For>
      <For each={clusters()}>
        {(cluster) => (
          <span class={styles.mark} style={{ "--at": cluster.share }} data-kind={cluster.kind}>
            <MarkDot
              kind={cluster.kind}
              icon={iconOf(
                cluster.marks.findLast((mark) => mark.kind === cluster.kind) as TimelineMark,
              )}
            />
            <Show when={cluster.marks.length > 1}>
              <span class={styles.count}>{cluster.marks.length}</span>
            </Show>
          </span>
        )}
      </For>
    </div>
  );
}
