import { createSignal, For, Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { Icon, type IconName } from "../../platform/ui/Icon.tsx";
import styles from "./ImportNotes.module.css";
import { exchangeMessages } from "./messages/messages.ts";
import type { Preview } from "./model/create-import.ts";
import { noteText, placeText } from "./note-words.ts";

type Note = Preview["notes"][number];

const ICONS: Readonly<Record<Note["kind"], IconName>> = {
  fault: "alert",
  question: "note",
  "no-price": "bill",
  changed: "pencil",
  "not-kept": "minus",
};
/** Notes of a kind that are shown before somebody asks for all. */
const FIRST = 12;

/** What there is to tell about a file, by kind, each with its place in the file. */
export function ImportNotes(props: {
  readonly notes: readonly Note[];
  readonly kinds: readonly Note["kind"][];
}) {
  const groups = () =>
    props.kinds.flatMap((kind) => {
      // What can be answered is asked above.
      const notes = props.notes.filter((note) => note.kind === kind && note.ask === undefined);
      return notes.length > 0 ? [{ kind, notes }] : [];
    });
  return <For each={groups()}>{(group) => <Group kind={group.kind} notes={group.notes} />}</For>;
}

function Group(props: { readonly kind: Note["kind"]; readonly notes: readonly Note[] }) {
  const { t } = exchangeMessages;
  const [all, setAll] = createSignal(false);
  const shown = () => (all() ? props.notes : props.notes.slice(0, FIRST));
  const count = () => props.notes.reduce((sum, { more = 0 }) => sum + 1 + more, 0);
  const title = () => t(`notes.${props.kind}`, { count: count() });
  return (
    <section
      class={styles.group}
      classList={{ [styles.faults ?? ""]: props.kind === "fault" }}
      aria-label={title()}
    >
      <h3 class={styles.heading}>
        <Icon name={ICONS[props.kind]} size={20} />
        {title()}
      </h3>
      <p class={styles.hint}>{t(`notes.${props.kind}.hint`)}</p>
      <ul class={styles.list}>
        <For each={shown()}>
          {(note) => (
            <li class={styles.note}>
              <bdi class={styles.place}>{placeText(note)}</bdi>
              <Show
                when={noteText(note)}
                fallback={
                  <span lang="en" dir="auto">
                    {note.message}
                  </span>
                }
              >
                {(text) => <span dir="auto">{text()}</span>}
              </Show>
              <Show when={note.more}>
                {(more) => <span class={styles.more}>{t("more", { count: more() })}</span>}
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={!all() && props.notes.length > FIRST}>
        <Button onClick={() => setAll(true)}>
          {t("showMore", { count: props.notes.length - FIRST })}
        </Button>
      </Show>
    </section>
  );
}
