import type { DraftEdit } from "@tureen/shared/menu/draft/edits";
import { For, Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { editorMessages } from "./messages/messages.ts";
import type { DraftFacts, DraftSession, Refused } from "./model/create-draft.ts";
import styles from "./RefusedNote.module.css";
import { refusedTexts } from "./refused-text.ts";

/** Somebody else was first: what they wrote, what was written here, and the choice between the two. */
export function RefusedNote(props: {
  readonly session: DraftSession;
  readonly refused: Refused;
  readonly facts: DraftFacts;
}) {
  const { t } = editorMessages;
  const texts = () =>
    refusedTexts(props.refused, {
      nameOf: props.session.nameOf,
      currency: props.facts.restaurant.currency,
      stations: props.session.stations(),
      courses: props.session.courses(),
    });
  /** Only what stands against another text can be written again; what is gone cannot. */
  const canInsist = () => props.refused.conflicts.every(({ reason }) => reason === "changed");

  /** The same change, by somebody who has now seen what the other wrote. */
  function insist(): void {
    const now = new Map(props.refused.conflicts.map(({ edit, now }) => [edit, now ?? null]));
    const change = props.refused.change.map((edit, at): DraftEdit => {
      if (!now.has(at)) return edit;
      return { ...edit, was: now.get(at) } as DraftEdit;
    });
    props.session.dismiss(props.refused);
    props.session.make(change);
  }

  return (
    <div class={styles.note} role="alert">
      <Icon name="people" size={20} />
      <div class={styles.body}>
        <strong>{t("refused")}</strong>
        <ul class={styles.list}>
          <For each={texts()}>{(text) => <li>{text}</li>}</For>
        </ul>
        <div class={styles.buttons}>
          <Button onClick={() => props.session.dismiss(props.refused)}>{t("keepTheirs")}</Button>
          <Show when={canInsist()}>
            <Button onClick={insist}>{t("useMine")}</Button>
          </Show>
        </div>
      </div>
    </div>
  );
}
