import type { DraftDish, DraftSection } from "@tureen/shared/menu/draft/draft";
import { canonical } from "@tureen/shared/platform/json";
import { Show } from "solid-js";
import { Button } from "../../../platform/ui/Button.tsx";
import { toast } from "../../../platform/ui/toasts.ts";
import { editorMessages } from "../messages/messages.ts";
import type { DraftSession } from "../model/create-draft.ts";
import { setField } from "../model/write.ts";
import { timingMessages } from "./messages/messages.ts";
import { TimingFields } from "./TimingFields.tsx";

const FIELDS = ["served", "priceRules"] as const;

/** When a dish is served and what it costs at times, for it alone or for all of its section. */
export function DishTiming(props: {
  readonly session: DraftSession;
  readonly dish: DraftDish;
  readonly section: DraftSection;
  readonly currency: string;
}) {
  const { t } = timingMessages;

  function applyToSection(): void {
    const others = props.section.items.filter((dish) =>
      FIELDS.some(
        (field) => canonical(dish[field] ?? null) !== canonical(props.dish[field] ?? null),
      ),
    );
    const edits = others.flatMap((dish) =>
      FIELDS.map((field) => setField(dish, field, props.dish[field])),
    );
    if (edits.length === 0) {
      toast(t("sectionSame", { section: props.section.name }), { icon: "check" });
    } else if (props.session.make(edits)) {
      toast(t("sectionDone", { count: others.length }), {
        tone: "good",
        icon: "check",
        action: { label: editorMessages.t("undo"), run: () => props.session.undo() },
      });
    }
  }

  return (
    <TimingFields
      part="item"
      thing={props.dish}
      price={props.dish.price}
      currency={props.currency}
      onServed={(to) => props.session.make([setField(props.dish, "served", to)])}
      onPriceRules={(to) => props.session.make([setField(props.dish, "priceRules", to)])}
    >
      <Show when={props.section.items.length > 1}>
        <div>
          <Button onClick={applyToSection}>
            {t("toSection", { section: props.section.name })}
          </Button>
        </div>
      </Show>
    </TimingFields>
  );
}
