import { AT_ONCE } from "@tureen/shared/menu/courses";
import { type MenuCourse, translated } from "@tureen/shared/menu/menu";
import { menuLanguage } from "../../menu/menu-language.ts";
import { SelectField } from "../../platform/ui/SelectField.tsx";
import { courseMessages } from "./messages/messages.ts";

/** With which course a dish is to come, or right away. */
export function CourseChoice(props: {
  readonly courses: readonly MenuCourse[];
  /** The chosen one's number, or `AT_ONCE`. */
  readonly value: number;
  readonly onChange: (course: number) => void;
}) {
  const { t } = courseMessages;
  const options = () => [
    { value: String(AT_ONCE), label: t("atOnce") },
    ...props.courses.map((course, at) => ({
      value: String(at + 1),
      label: translated(course, menuLanguage()),
    })),
  ];
  return (
    <SelectField
      label={t("whenToCome")}
      value={String(props.value)}
      options={options()}
      onChange={(value) => props.onChange(Number(value))}
    />
  );
}
