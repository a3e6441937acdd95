import { For } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { Checkbox } from "../../platform/ui/Checkbox.tsx";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { dinerMessages } from "../messages/messages.ts";
import { allergenName } from "./allergen-name.ts";

/** Choose what to avoid; dishes that name it are hidden, those that say nothing are flagged. */
export function AllergenFilter(props: {
  readonly allergens: readonly string[];
  readonly avoided: ReadonlySet<string>;
  readonly onChange: (avoided: ReadonlySet<string>) => void;
  readonly onClose: () => void;
}) {
  const { t } = dinerMessages;
  function toggle(allergen: string, avoid: boolean) {
    const next = new Set(props.avoided);
    if (avoid) next.add(allergen);
    else next.delete(allergen);
    props.onChange(next);
  }
  return (
    <Sheet
      open
      onClose={props.onClose}
      title={t("filterAllergens")}
      description={t("filterExplain")}
      footer={
        <Button variant="primary" size="l" wide onClick={props.onClose}>
          {t("showDishes")}
        </Button>
      }
    >
      <ul>
        <For each={props.allergens}>
          {(allergen) => (
            <li>
              <Checkbox
                checked={props.avoided.has(allergen)}
                onChange={(avoid) => toggle(allergen, avoid)}
              >
                <span dir="auto">{allergenName(allergen)}</span>
              </Checkbox>
            </li>
          )}
        </For>
      </ul>
    </Sheet>
  );
}
