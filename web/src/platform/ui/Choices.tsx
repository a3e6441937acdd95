import { choiceGroups, groupText, type NamedChoice } from "@tureen/shared/table/choice-groups";
import { For } from "solid-js";
import styles from "./Choices.module.css";
import { countWords } from "./choice-words.ts";

/** "Size: Large · Without: Onion, Tomato": what was chosen, each value behind its group's name. */
export function Choices(props: { readonly of: readonly NamedChoice[] }) {
  const groups = () => choiceGroups(props.of, countWords).map(groupText);
  return (
    <For each={groups()}>
      {(group, at) => (
        <>
          {at() > 0 && " "}
          <span class={styles.group}>
            {group}
            {at() < groups().length - 1 && "\u00a0·"}
          </span>
        </>
      )}
    </For>
  );
}
