import type { DishPhoto } from "@tureen/shared/menu/photo";
import { createSignal, createUniqueId } from "solid-js";
import { DishPicture } from "./DishPicture.tsx";
import styles from "./FocusPicker.module.css";
import { photoMessages } from "./messages/messages.ts";

type Focus = DishPhoto["focus"];

/** One press of an arrow key, in percent. */
const STEP = 5;
const ARROWS: Readonly<Record<string, Focus>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

const percent = (value: number) => Math.max(0, Math.min(100, Math.round(value)));

/** The whole photo, on which the place is chosen that stays in sight: by tap, by dragging, by arrow keys. */
export function FocusPicker(props: {
  readonly restaurantId: string;
  readonly photo: DishPhoto;
  readonly onChange: (focus: Focus) => void;
}) {
  const { t } = photoMessages;
  const hint = createUniqueId();
  let handle: HTMLButtonElement | undefined;
  // While it moves it is only shown: each change is one for whoever keeps it.
  const [moving, setMoving] = createSignal<Focus>();
  const focus = () => moving() ?? props.photo.focus;
  const place = () => ({ x: focus()[0], y: focus()[1] });

  function moveTo(x: number, y: number) {
    setMoving([percent(x), percent(y)]);
  }

  function settle() {
    const to = moving();
    setMoving(undefined);
    const from = props.photo.focus;
    if (to && (from[0] !== to[0] || from[1] !== to[1])) props.onChange(to);
  }

  function follow(event: PointerEvent & { currentTarget: HTMLElement }) {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    moveTo(((event.clientX - left) / width) * 100, ((event.clientY - top) / height) * 100);
  }

  return (
    <div>
      <div
        class={styles.photo}
        style={{ "aspect-ratio": `${props.photo.width} / ${props.photo.height}` }}
        onPointerDown={(event) => {
          event.preventDefault();
          event.currentTarget.setPointerCapture(event.pointerId);
          follow(event);
          handle?.focus({ preventScroll: true });
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) follow(event);
        }}
        onPointerUp={settle}
        onPointerCancel={() => setMoving(undefined)}
      >
        <DishPicture
          eager
          class={styles.picture}
          restaurantId={props.restaurantId}
          photo={props.photo}
          sizes="(min-width: 48rem) 24rem, 100vw"
        />
        <button
          type="button"
          ref={(element) => {
            handle = element;
          }}
          class={styles.handle}
          // Places on a photo are the same whichever way the language is read.
          style={{ left: `${place().x}%`, top: `${place().y}%` }}
          aria-label={t("focus", place())}
          aria-describedby={hint}
          onKeyDown={(event) => {
            const by = ARROWS[event.key];
            if (!by) return;
            event.preventDefault();
            moveTo(place().x + by[0], place().y + by[1]);
          }}
          onKeyUp={settle}
          onBlur={settle}
        />
      </div>
      <p class={styles.hint} id={hint}>
        {t("focusHint")}
      </p>
      <p class="visually-hidden" aria-live="polite">
        {t("focus", place())}
      </p>
    </div>
  );
}
