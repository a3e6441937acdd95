/** Where the reading line stands while there is more than a screen below: a third down. */
const LINE = 1 / 3;

/**
 * How far down the window the line stands that crosses what is being read, in px. It sinks to the bottom as the
 * page comes to its end: what stands last is read, too, although it never gets to the upper third.
 */
export function readingLine(at: {
  /** The window's height. */
  readonly height: number;
  /** What the page is scrolled by, and the most that it can be. */
  readonly top: number;
  readonly most: number;
}): number {
  const { height, top, most } = at;
  const rest = height * (1 - LINE);
  const range = Math.min(rest, most);
  const left = most - top;
  if (left >= range) return height * LINE;
  return height - (rest * left) / range;
}

/** Tells which of the children of an element is being read, now and whenever it is another; returns its end. */
export function watchReading(root: HTMLElement, onRead: (child: HTMLElement) => void): () => void {
  let read: HTMLElement | undefined;
  let frame = 0;
  const look = () => {
    frame = 0;
    const { innerHeight: height, scrollY: top } = window;
    const most = document.documentElement.scrollHeight - height;
    const line = readingLine({ height, top, most });
    const children = [...root.children] as HTMLElement[];
    const next = children.findLast((child) => child.getBoundingClientRect().top <= line);
    if (!next || next === read) return;
    read = next;
    onRead(next);
  };
  const onScroll = () => {
    frame ||= requestAnimationFrame(look);
  };
  onScroll();
  addEventListener("scroll", onScroll, { passive: true });
  addEventListener("resize", onScroll);
  return () => {
    cancelAnimationFrame(frame);
    removeEventListener("scroll", onScroll);
    removeEventListener("resize", onScroll);
  };
}
