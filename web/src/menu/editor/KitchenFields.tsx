import { MAX_STOCK } from "@tureen/shared/menu/availability";
import type { DraftDish, DraftSection } from "@tureen/shared/menu/draft/draft";
import { MAX_KITCHEN_NAME, MAX_PREP_MINUTES } from "@tureen/shared/menu/kitchen-facts";
import type { MenuCourse } from "@tureen/shared/menu/menu";
import { Field } from "../../platform/ui/Field.tsx";
import { CourseField } from "./CourseField.tsx";
import styles from "./DishSheet.module.css";
import { editorMessages } from "./messages/messages.ts";
import { NumberField } from "./NumberField.tsx";

/** What those who cook a dish are told of it, and how many there are of it each day. */
export function KitchenFields(props: {
  readonly dish: DraftDish;
  readonly section: DraftSection;
  readonly courses: readonly MenuCourse[];
  readonly onChange: <K extends "kitchenName" | "course" | "prepMinutes" | "stockPerDay">(
    field: K,
    to: DraftDish[K] | undefined,
  ) => void;
}) {
  const { t } = editorMessages;
  return (
    <fieldset class={styles.group}>
      <legend class={styles.legend}>{t("forKitchen")}</legend>
      <Field
        label={t("kitchenName")}
        hint={t("kitchenNameHint")}
        value={props.dish.kitchenName ?? ""}
        maxLength={MAX_KITCHEN_NAME}
        autocomplete="off"
        onChange={(event) =>
          props.onChange("kitchenName", event.currentTarget.value.trim() || undefined)
        }
      />
      <div class={styles.pair}>
        <CourseField
          courses={props.courses}
          value={props.dish.course}
          otherwise={props.section.course}
          onChange={(course) => props.onChange("course", course)}
        />
        <NumberField
          label={t("prepMinutes")}
          hint={t("prepMinutesHint")}
          value={props.dish.prepMinutes}
          min={1}
          max={MAX_PREP_MINUTES}
          onClear={() => props.onChange("prepMinutes", undefined)}
          onCommit={(minutes) => props.onChange("prepMinutes", minutes)}
        />
        <NumberField
          label={t("stockPerDay")}
          hint={t("stockPerDayHint")}
          value={props.dish.stockPerDay}
          min={0}
          max={MAX_STOCK}
          onClear={() => props.onChange("stockPerDay", undefined)}
          onCommit={(stock) => props.onChange("stockPerDay", stock)}
        />
      </div>
    </fieldset>
  );
}
