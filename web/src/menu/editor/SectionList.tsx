import { createSignal, For } from "solid-js";
import { IconButton } from "../../platform/ui/IconButton.tsx";
import { AddField } from "./AddField.tsx";
import { MoveHandle } from "./MoveHandle.tsx";
import { editorMessages } from "./messages/messages.ts";
import type { DraftSession } from "./model/create-draft.ts";
import { addThing, moveThing, newSection, nudgeThing } from "./model/write.ts";
import { createReorder } from "./reorder.ts";
import styles from "./SectionList.module.css";

/** The menu's sections in order: to choose one, move it, and add another. */
export function SectionList(props: {
  readonly session: DraftSession;
  readonly current: string | undefined;
  readonly onChoose: (id: string) => void;
  readonly onEdit: (id: string) => void;
}) {
  const { t } = editorMessages;
  const [list, setList] = createSignal<HTMLElement>();
  const sections = () => props.session.draft.categories;
  const find = (id: string | null) => sections().find((section) => section.id === id);
  const reorder = createReorder({
    list,
    onMove(id, before) {
      const section = find(id);
      if (section) props.session.make([moveThing(section, null, find(before) ?? null)]);
    },
    onNudge(id, step) {
      const section = find(id);
      const edit = section && nudgeThing(section, null, sections(), step);
      if (edit) props.session.make([edit]);
    },
  });

  function add(name: string): void {
    const section = newSection(name);
    if (props.session.make([addThing("category", null, section)])) props.onChoose(section.id);
  }

  return (
    <nav class={styles.sections} aria-label={t("sections")}>
      <ul ref={setList} class={styles.list}>
        <For each={sections()}>
          {(section) => (
            <li
              data-row={section.id}
              class={styles.row}
              classList={{
                [styles.current ?? ""]: section.id === props.current,
                [styles.target ?? ""]: reorder.target() === section.id,
                [styles.dragged ?? ""]: reorder.dragged() === section.id,
              }}
            >
              <MoveHandle reorder={reorder} thing={section} />
              <button
                type="button"
                class={styles.name}
                aria-current={section.id === props.current ? "true" : undefined}
                onClick={() => props.onChoose(section.id)}
              >
                <bdi>{section.name}</bdi>
                <span class={styles.count}>
                  {section.hidden ? t("hidden") : section.items.length}
                </span>
              </button>
              <IconButton
                icon="pencil"
                label={t("editSection", { name: section.name })}
                onClick={() => props.onEdit(section.id)}
              />
            </li>
          )}
        </For>
      </ul>
      <AddField label={t("addSection")} onAdd={add} />
    </nav>
  );
}
