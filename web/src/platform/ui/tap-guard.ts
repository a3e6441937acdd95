/**
 * Taps in quick succession on one spot are meant for one thing. When the first of them changes what
 * lies there (a sheet opens or closes, a row moves up, a button becomes the next one), the rest of
 * the gesture must not press what has taken its place: a double tap on "Review and send" sends
 * nothing unread, one on "Send" does not put its own answer away. Taps on a thing that has stayed are
 * never held up: two quick taps on a plus are two portions.
 */

/**
 * A finger's next tap belongs to the same gesture if it comes down within this time after the page
 * showed what the last one did, ms. Double taps are some 100 to 300 apart. For a mouse the system says
 * itself what is a double click.
 */
const GESTURE_MS = 350;
/** Taps of one gesture lie this near to each other, CSS px. */
const SPOT_PX = 40;
/** A press that has not become a click by then was a long one, and never will, ms. */
const PRESS_MS = 1_000;

const THINGS = "label, button, a[href], input, select, textarea, summary, [role=slider]";

/** What can be pressed at some place, and what pressing it means there and then. */
interface Thing {
  readonly element: Element;
  readonly intent: string;
}

/** A thing, and where on it somebody tapped. */
interface Tap {
  readonly thing: Thing;
  readonly x: number;
  readonly y: number;
}

/** A tap that has begun and may still become a click. */
interface Press extends Tap {
  readonly pointerId: number;
  /** As `Event.timeStamp`. */
  readonly began: number;
  readonly byMouse: boolean;
  readonly stray: boolean;
}

/** Watches every tap on the page. A button that changes its meaning names it in `data-intent`. */
export function guardTaps(): void {
  /** The last tap that was let through, and when the page last showed what a tap there did. */
  let gesture: (Tap & { shownAt: number }) | undefined;
  /** On a busy phone the next tap begins before the click of the last one has come. */
  let presses: readonly Press[] = [];

  function onPointerDown(event: PointerEvent): void {
    if (!event.isPrimary) return;
    const { pointerId, x, y, timeStamp: began } = event;
    const thing = thingAt(event.target);
    const byMouse = event.pointerType === "mouse";
    // What lies under a sheet closes it as soon as it is touched, before there is any click.
    const early = !byMouse || !thing.element.matches(THINGS);
    const stray = early && isSoon(x, y, began) && isMeantForAnother(gesture, thing);
    const others = presses.filter((press) => press.pointerId !== pointerId);
    presses = [...others, { pointerId, thing, x, y, began, byMouse, stray }];
    if (stray) event.stopImmediatePropagation();
  }

  function onPointerCancel({ pointerId }: PointerEvent): void {
    presses = presses.filter((press) => press.pointerId !== pointerId);
  }

  /** The press that this is the click of; those before it have come to nothing. */
  function takePress(click: MouseEvent): Press | undefined {
    const { pointerId } = click as Partial<PointerEvent>;
    const at = presses.findIndex((press) =>
      // Not every browser says whose click it is.
      pointerId === undefined
        ? click.timeStamp - press.began < PRESS_MS
        : press.pointerId === pointerId,
    );
    const press = presses[at];
    if (press) presses = presses.slice(at + 1);
    return press;
  }

  function onClick(event: MouseEvent): void {
    // A key, a script, or what a click on a label brings with it: no tap of its own.
    const press = event.detail === 0 ? undefined : takePress(event);
    if (!press) return;
    const { began, byMouse } = press;
    const { x, y } = event;
    const thing = thingAt(event.target);
    const follows = byMouse ? event.detail > 1 && isNear(x, y) : isSoon(x, y, began);
    // What was under the finger when it came down may have given way before it was lifted.
    const touched = !byMouse && press.thing.element.matches(THINGS) ? press : undefined;
    const stray =
      press.stray ||
      (follows && isMeantForAnother(gesture, thing)) ||
      isMeantForAnother(touched, thing);
    if (stray) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else gesture = { thing, x, y, shownAt: 0 };
    if (gesture) noteWhenShown(gesture);
  }

  function isNear(x: number, y: number): boolean {
    return gesture !== undefined && Math.hypot(x - gesture.x, y - gesture.y) <= SPOT_PX;
  }

  function isSoon(x: number, y: number, began: number): boolean {
    return isNear(x, y) && began < (gesture?.shownAt ?? 0) + GESTURE_MS;
  }

  addEventListener("pointerdown", onPointerDown, true);
  addEventListener("pointercancel", onPointerCancel, true);
  addEventListener("click", onClick, true);
  addEventListener("keydown", onKeyDown, true);
}

/** Whether `thing` is not what was tapped, and what was tapped is no longer where it was. */
function isMeantForAnother(tap: Tap | undefined, thing: Thing): boolean {
  if (!tap || isSame(tap.thing, thing)) return false;
  return !isSame(tap.thing, thingAt(document.elementFromPoint(tap.x, tap.y)));
}

/** A key that is held down presses a button once. */
function onKeyDown(event: KeyboardEvent): void {
  if (!event.repeat || event.key !== "Enter" || !(event.target instanceof Element)) return;
  if (event.target.closest("button, a[href], summary")) event.preventDefault();
}

function noteWhenShown(gesture: { shownAt: number }): void {
  gesture.shownAt = performance.now();
  requestAnimationFrame(() => {
    gesture.shownAt = performance.now();
  });
}

function thingAt(target: EventTarget | null): Thing {
  const place = target instanceof Element ? target : document.documentElement;
  const element = place.closest(THINGS) ?? place;
  return { element, intent: intentOf(element) };
}

/** A toggle means something else once it is pressed, without saying so itself. */
function intentOf(element: Element): string {
  const { intent } = (element as HTMLElement).dataset;
  const states = ["aria-pressed", "aria-checked", "aria-expanded"];
  return intent ?? states.map((name) => element.getAttribute(name)).join();
}

function isSame(a: Thing, b: Thing): boolean {
  return a.element === b.element && a.intent === b.intent;
}
