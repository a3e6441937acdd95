import { type DishPhoto, photoPath, photoSources, placeholderUrl } from "@tureen/shared/menu/photo";
import { createSignal, Show } from "solid-js";
import styles from "./DishPicture.module.css";

/**
 * A dish's photo, cropped around its focus to the place that it is given; until it is there, and where it
 * cannot be had, its colours. It says nothing by itself: the dish's name is beside it.
 */
export function DishPicture(props: {
  readonly restaurantId: string;
  readonly photo: DishPhoto;
  /** How wide it is shown, as in the `sizes` of an image. */
  readonly sizes: string;
  readonly class?: string | undefined;
  /** Fetched at once, and not only when it comes near. */
  readonly eager?: boolean;
}) {
  const [failed, setFailed] = createSignal(false);
  return (
    <span
      class={`${styles.frame} ${props.class ?? ""}`}
      style={{ "background-image": `url("${placeholderUrl(props.photo)}")` }}
    >
      <Show when={!failed()}>
        <picture>
          <source
            type="image/avif"
            srcset={photoSources(props.restaurantId, props.photo, "avif")}
            sizes={props.sizes}
          />
          <img
            // Before its address: a browser that knows the address first has begun to fetch it.
            loading={props.eager ? "eager" : "lazy"}
            decoding="async"
            alt=""
            width={props.photo.width}
            height={props.photo.height}
            class={styles.image}
            style={{ "object-position": `${props.photo.focus[0]}% ${props.photo.focus[1]}%` }}
            sizes={props.sizes}
            srcset={photoSources(props.restaurantId, props.photo, "webp")}
            src={photoPath(props.restaurantId, props.photo, props.photo.width, "webp")}
            onError={() => setFailed(true)}
          />
        </picture>
      </Show>
    </span>
  );
}
