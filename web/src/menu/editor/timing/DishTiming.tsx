import type { DraftDish, DraftSection } from "@tureen/shared/menu/draft/draft";
import { createSignal, Show } from "solid-js";
import { Button } from "../../../platform/ui/Button.tsx";
import type { DraftSession } from "../model/create-draft.ts";
import { setField } from "../model/write.ts";
import { timingMessages } from "./messages/messages.ts";
import { OtherDishesSheet } from "./OtherDishesSheet.tsx";
import { TimingFields } from "./TimingFields.tsx";

/** When a dish is served and what it costs at times, for it alone or for others too. */
export function DishTiming(props: {
  readonly session: DraftSession;
  readonly dish: DraftDish;
  readonly section: DraftSection;
  readonly currency: string;
}) {
  const { t } = timingMessages;
  const [choosing, setChoosing] = createSignal(false);
  return (
    <TimingFields
      part="item"
      thing={props.dish}
      price={props.dish.price}
      currency={props.currency}
      onServed={(to) => props.session.make([setField(props.dish, "served", to)])}
      onPriceRules={(to) => props.session.make([setField(props.dish, "priceRules", to)])}
    >
      <div>
        <Button onClick={() => setChoosing(true)}>{t("toOthers")}</Button>
      </div>
      <Show when={choosing()}>
        <OtherDishesSheet
          session={props.session}
          dish={props.dish}
          section={props.section}
          onClose={() => setChoosing(false)}
        />
      </Show>
    </TimingFields>
  );
}
