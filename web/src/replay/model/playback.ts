import type { Moment } from "@tureen/shared/replay/phones";
import { type Accessor, createSignal, onCleanup } from "solid-js";
import { neighbour, type TimelineMark } from "./marks.ts";
import type { TimeAxis } from "./time-axis.ts";

export const SPEEDS = [1, 10, 60, 300] as const;
export type Speed = (typeof SPEEDS)[number];

/** A page that was asleep must not leap over half a session when it wakes. */
const LONGEST_FRAME_MS = 250;
/** Quiet that lasts longer than this on the watch is skipped, up to this long before its end. */
const QUIET_MS = 1_500;
const LEAD_MS = 500;

/** Where the session is, and everything that moves it. */
export interface Playback {
  readonly moment: Accessor<Moment>;
  readonly playing: Accessor<boolean>;
  readonly speed: Accessor<Speed>;
  readonly skipQuiet: Accessor<boolean>;
  setSpeed(speed: Speed): void;
  setSkipQuiet(skip: boolean): void;
  toggle(): void;
  seek(moment: Moment): void;
  seekTime(time: number): void;
  /** So many edits forward, or back. */
  step(by: number): void;
  toStart(): void;
  toEnd(): void;
  toMark(direction: -1 | 1): void;
}

/** Plays a session; it begins paused, at its beginning. */
export function createPlayback(axis: TimeAxis, marks: readonly TimelineMark[]): Playback {
  const [moment, setMoment] = createSignal<Moment>(axis.after(0), { equals: sameMoment });
  const [playing, setPlaying] = createSignal(false);
  const [speed, setSpeed] = createSignal<Speed>(10);
  const [skipQuiet, setSkipQuiet] = createSignal(true);
  let frame = 0;
  let lastFrameAt = 0;

  function run(now: number): void {
    const ms = Math.min(LONGEST_FRAME_MS, now - lastFrameAt);
    lastFrameAt = now;
    const next = advance(moment(), axis, { ms, speed: speed(), skipQuiet: skipQuiet() });
    setMoment(next);
    if (next.time >= axis.end) pause();
    else frame = requestAnimationFrame(run);
  }

  function pause(): void {
    cancelAnimationFrame(frame);
    setPlaying(false);
  }

  /** By hand: whoever takes hold of the session wants it to stand still. */
  function seek(to: Moment): void {
    pause();
    setMoment(to);
  }

  onCleanup(() => cancelAnimationFrame(frame));

  return {
    moment,
    playing,
    speed,
    skipQuiet,
    setSpeed: (value) => void setSpeed(value),
    setSkipQuiet: (value) => void setSkipQuiet(value),
    toggle() {
      if (playing()) return pause();
      if (moment().time >= axis.end) setMoment(axis.after(0));
      setPlaying(true);
      lastFrameAt = performance.now();
      frame = requestAnimationFrame(run);
    },
    seek,
    seekTime: (time) => seek(axis.at(time)),
    step: (by) => seek(axis.after(moment().index + by)),
    toStart: () => seek(axis.after(0)),
    toEnd: () => seek(axis.at(axis.end)),
    toMark(direction) {
      const mark = neighbour(marks, moment(), direction);
      if (mark) seek(mark.moment);
      else if (direction === -1) seek(axis.after(0));
      else seek(axis.at(axis.end));
    },
  };
}

/** The moment after so many milliseconds on the watch. */
export function advance(
  from: Moment,
  axis: TimeAxis,
  by: { readonly ms: number; readonly speed: number; readonly skipQuiet: boolean },
): Moment {
  let time = from.time + by.ms * by.speed;
  const next = axis.next(from) ?? axis.end;
  if (by.skipQuiet && next - time > QUIET_MS * by.speed) time = next - LEAD_MS * by.speed;
  return axis.at(time);
}

function sameMoment(a: Moment, b: Moment): boolean {
  return a.index === b.index && a.time === b.time;
}
