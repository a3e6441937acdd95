import type { DishPhoto } from "@tureen/shared/menu/photo";
import { DishPicture } from "./DishPicture.tsx";
import { photoMessages } from "./messages/messages.ts";
import styles from "./PhotoPreviews.module.css";

/** How guests see the photo: in the menu's list, and large, above the dish. */
export function PhotoPreviews(props: { readonly restaurantId: string; readonly photo: DishPhoto }) {
  const { t } = photoMessages;
  return (
    <div class={styles.previews}>
      <figure class={styles.preview}>
        <DishPicture {...props} sizes="96px" class={styles.small} />
        <figcaption>{t("inList")}</figcaption>
      </figure>
      <figure class={styles.preview}>
        <DishPicture {...props} sizes="10rem" class={styles.large} />
        <figcaption>{t("inSheet")}</figcaption>
      </figure>
    </div>
  );
}
