import { createMemo, createSignal, For, onCleanup, onMount, Show } from "solid-js";
import { Icon } from "../../platform/ui/Icon.tsx";
import { SeatAvatar } from "../../platform/ui/SeatAvatar.tsx";
import { replayMessages } from "../messages/messages.ts";
import { densityOf } from "../model/density.ts";
import type { Lane, TimelineMark } from "../model/marks.ts";
import type { Playback } from "../model/playback.ts";
import type { ReplayedSession } from "../model/replayed-session.ts";
import { clockText, minuteText, type Words } from "../words.ts";
import { BUCKETS, LaneRow } from "./LaneRow.tsx";
import styles from "./Timeline.module.css";
import { type Hover, Tooltip } from "./Tooltip.tsx";

/** Marks closer than this are drawn as one, px. */
const MARK_GAP_PX = 26;
/** How near a mark a tap means the mark itself, px. */
const SNAP_PX = 12;
/** Below this the scale needs seconds, ms. */
const SHORT_SESSION_MS = 20 * 60_000;
/** Before the first measurement, px. */
const GUESSED_WIDTH_PX = 800;

/** The session from its beginning to its end, a lane for everybody; the whole of it is the slider. */
export function Timeline(props: {
  readonly replayed: ReplayedSession;
  readonly playback: Playback;
  readonly words: Words;
  /** What the entry before this moment did, in words. */
  readonly what: string;
}) {
  const { t } = replayMessages;
  const { replayed, playback } = props;
  const { axis } = replayed;
  const { moment } = playback;
  const [width, setWidth] = createSignal(GUESSED_WIDTH_PX);
  const [hover, setHover] = createSignal<Hover | null>(null);
  let track: HTMLDivElement | undefined;
  let dragging = false;

  onMount(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width || 1));
    if (track) observer.observe(track);
    onCleanup(() => observer.disconnect());
  });

  const density = densityOf(replayed.journal.log, axis, BUCKETS);
  const marksOf = new Map<Lane, TimelineMark[]>();
  for (const mark of replayed.marks) {
    const others = marksOf.get(mark.lane);
    if (others) others.push(mark);
    else marksOf.set(mark.lane, [mark]);
  }
  const lanes: readonly Lane[] = [...replayed.diners.map((each) => each.diner), "house"];
  const isShort = axis.end - axis.start < SHORT_SESSION_MS;
  const scaleText = (time: number) => (isShort ? clockText(time) : minuteText(time));
  const gap = createMemo(() => MARK_GAP_PX / width());

  function shareOf(event: PointerEvent): number {
    const box = track?.getBoundingClientRect();
    if (!box || box.width === 0) return 0;
    const share = (event.clientX - box.left) / box.width;
    return document.documentElement.dir === "rtl" ? 1 - share : share;
  }

  /** The lane's marks around a place; none where there are none within reach. */
  function marksNear(lane: Lane | undefined, share: number): readonly TimelineMark[] {
    const reach = SNAP_PX / width();
    const candidates = lane === undefined ? replayed.marks : (marksOf.get(lane) ?? []);
    return candidates.filter((mark) => Math.abs(axis.share(mark.moment.time) - share) <= reach);
  }

  function laneUnder(event: PointerEvent): Lane | undefined {
    const row = (event.target as Element).closest<HTMLElement>("[data-lane]");
    return row?.dataset.lane;
  }

  function onPointerDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    dragging = true;
    track?.setPointerCapture(event.pointerId);
    const share = shareOf(event);
    const near = marksNear(laneUnder(event), share).at(-1);
    if (near) playback.seek(near.moment);
    else playback.seekTime(axis.timeAt(share));
  }

  function onPointerMove(event: PointerEvent): void {
    const share = shareOf(event);
    if (dragging) playback.seekTime(axis.timeAt(share));
    if (event.pointerType === "touch") return;
    const marks = dragging ? [] : marksNear(laneUnder(event), share);
    setHover({ share, time: axis.timeAt(share), marks });
  }

  function onPointerUp(): void {
    dragging = false;
  }

  return (
    <div class={styles.timeline}>
      <div class={styles.names} aria-hidden="true">
        <For each={replayed.diners}>
          {(each) => (
            <span class={styles.name}>
              <SeatAvatar
                size="s"
                seat={each.seat}
                colour={each.colour}
                name={props.words.knownName(each.diner)}
              />
              <span class={styles.label} dir="auto">
                {props.words.name(each.diner)}
              </span>
            </span>
          )}
        </For>
        <span class={styles.name}>
          <span class={styles.house}>
            <Icon name="flame" size={16} />
          </span>
          <span class={styles.label}>{t("house")}</span>
        </span>
      </div>
      <div
        ref={track}
        class={styles.track}
        role="slider"
        tabIndex={0}
        aria-label={t("timeline")}
        aria-valuemin={0}
        aria-valuemax={axis.length}
        aria-valuenow={moment().index}
        aria-valuetext={t("position", {
          time: clockText(moment().time),
          index: moment().index,
          count: axis.length,
          what: props.what,
        })}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerUp}
        onPointerLeave={() => setHover(null)}
      >
        <For each={lanes}>
          {(lane) => (
            <LaneRow
              replayed={replayed}
              lane={lane}
              heights={density.get(lane === "house" ? "server" : lane)}
              marks={marksOf.get(lane) ?? []}
              gap={gap()}
            />
          )}
        </For>
        <div class={styles.played} style={{ "--at": axis.share(moment().time) }} />
        <div class={styles.head} style={{ "--at": axis.share(moment().time) }} />
        <Show when={hover()}>{(at) => <Tooltip hover={at()} words={props.words} />}</Show>
      </div>
      <div class={styles.scale} aria-hidden="true">
        <For each={[0, 0.25, 0.5, 0.75, 1]}>
          {(share) => <span>{scaleText(axis.timeAt(share))}</span>}
        </For>
      </div>
    </div>
  );
}
