import type { DraftSection } from "@tureen/shared/menu/draft/draft";
import { Button } from "../../platform/ui/Button.tsx";
import { Checkbox } from "../../platform/ui/Checkbox.tsx";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import { CourseField } from "./CourseField.tsx";
import styles from "./DishSheet.module.css";
import { editorMessages } from "./messages/messages.ts";
import type { DraftSession } from "./model/create-draft.ts";
import { addThing, copyOf, removeThing, setField } from "./model/write.ts";
import { NameField } from "./NameField.tsx";
import { StationChoice } from "./StationChoice.tsx";
import { TranslationFields } from "./TranslationFields.tsx";
import { TimingFields } from "./timing/TimingFields.tsx";

/** A section's name, whether and when guests see it, where it is made, its prices at times, and its end. */
export function SectionSheet(props: {
  readonly session: DraftSession;
  readonly section: DraftSection;
  readonly locale: string;
  readonly currency: string;
  readonly onClose: () => void;
}) {
  const { t } = editorMessages;

  function duplicate(): void {
    const copy = copyOf("category", props.section, t("copyOf", { name: props.section.name }));
    if (props.session.make([addThing("category", null, copy)])) props.onClose();
  }

  function remove(): void {
    const { name, items } = props.section;
    if (!props.session.make([removeThing(props.section)])) return;
    props.onClose();
    toast(t("removedSection", { name, count: items.length }), {
      icon: "trash",
      action: { label: t("undo"), run: () => props.session.undo() },
    });
  }

  return (
    <Sheet
      open
      title={props.section.name}
      onClose={() => props.onClose()}
      footer={
        <div class={styles.footer}>
          <Button icon="trash" variant="danger" onClick={remove}>
            {t("removeSection", { count: props.section.items.length })}
          </Button>
          <Button onClick={duplicate}>{t("duplicate")}</Button>
          <Button variant="primary" onClick={() => props.onClose()}>
            {t("done")}
          </Button>
        </div>
      }
    >
      <div class={styles.form}>
        <NameField
          value={props.section.name}
          onCommit={(name) => props.session.make([setField(props.section, "name", name)])}
        />
        <Checkbox
          checked={props.section.hidden === true}
          onChange={(on) =>
            props.session.make([setField(props.section, "hidden", on || undefined)])
          }
        >
          {t("hideSection")}
        </Checkbox>
        <CourseField
          courses={props.session.courses()}
          value={props.section.course}
          onChange={(to) => props.session.make([setField(props.section, "course", to)])}
        />
        <StationChoice
          stations={props.session.stations()}
          hint={t("stationsSectionHint")}
          value={props.section.stations}
          onChange={(to) => props.session.make([setField(props.section, "stations", to)])}
        />
        <TimingFields
          part="category"
          thing={props.section}
          price={undefined}
          currency={props.currency}
          onServed={(to) => props.session.make([setField(props.section, "served", to)])}
          onPriceRules={(to) => props.session.make([setField(props.section, "priceRules", to)])}
        />
        <TranslationFields
          session={props.session}
          locale={props.locale}
          things={[{ part: t("name"), thing: props.section }]}
        />
      </div>
    </Sheet>
  );
}
