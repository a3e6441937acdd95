import { MAX_COURSE } from "@tureen/shared/menu/kitchen-facts";
import type { MenuCourse } from "@tureen/shared/menu/menu";
import { Show } from "solid-js";
import { SelectField } from "../../platform/ui/SelectField.tsx";
import { editorMessages } from "./messages/messages.ts";
import { NumberField } from "./NumberField.tsx";
import { courseText } from "./words.ts";

/** The course that a dish or a section is of: by name where the restaurant has courses, else its number. */
export function CourseField(props: {
  readonly courses: readonly MenuCourse[];
  readonly value: number | undefined;
  /** What holds while none is chosen: a dish's section's. */
  readonly otherwise?: number | undefined;
  readonly onChange: (course: number | undefined) => void;
}) {
  const { t } = editorMessages;
  const none = () =>
    props.otherwise === undefined
      ? t("none")
      : t("courseOfSection", { course: courseText(props.otherwise, props.courses) });
  /** Also one that there is not any more, while something still names it. */
  const numbers = () => {
    const all = props.courses.map((_, at) => at + 1);
    return props.value === undefined || all.includes(props.value) ? all : [...all, props.value];
  };
  return (
    <Show
      when={props.courses.length > 0}
      fallback={
        <NumberField
          label={t("course")}
          hint={t("courseHint")}
          value={props.value}
          min={1}
          max={MAX_COURSE}
          onClear={() => props.onChange(undefined)}
          onCommit={(course) => props.onChange(course)}
        />
      }
    >
      <SelectField
        label={t("course")}
        value={String(props.value ?? "")}
        options={[
          { value: "", label: none() },
          ...numbers().map((number) => ({
            value: String(number),
            label: courseText(number, props.courses),
          })),
        ]}
        onChange={(value) => props.onChange(value === "" ? undefined : Number(value))}
      />
    </Show>
  );
}
