import { applyEdits, type DraftEdit } from "@tureen/shared/menu/draft/edits";
import { createMemo, createSignal, Show } from "solid-js";
import { unwrap } from "solid-js/store";
import { Button } from "../../platform/ui/Button.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { SegmentedChoice } from "../../platform/ui/SegmentedChoice.tsx";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import type { DraftFacts, DraftSession } from "../editor/model/create-draft.ts";
import { differences } from "../editor/words.ts";
import styles from "./BringSheet.module.css";
import { ChooseFile } from "./ChooseFile.tsx";
import { ColumnMapping } from "./ColumnMapping.tsx";
import { ImportDifferences } from "./ImportDifferences.tsx";
import { ImportNotes } from "./ImportNotes.tsx";
import { ImportQuestions } from "./ImportQuestions.tsx";
import { exchangeMessages } from "./messages/messages.ts";
import { createImport } from "./model/create-import.ts";

/** Brings a menu from a file into the draft: what it would become is seen first, and is one change. */
export function BringSheet(props: {
  readonly session: DraftSession;
  readonly facts: DraftFacts;
  readonly endedBy: (error: unknown) => boolean;
  readonly onClose: () => void;
}) {
  const { t } = exchangeMessages;
  const { currency, locale } = props.facts.restaurant;
  const [overtaken, setOvertaken] = createSignal(false);
  const menu = createImport({
    locale: () => locale,
    settled: () => props.session.settled(),
    endedBy: props.endedBy,
  });
  const [others, setOthers] = createSignal<"go" | "stay">("go");
  const read = () => (menu.preview()?.edits ?? []) as readonly DraftEdit[];
  const drops = () => read().some(isDropped);
  const edits = createMemo(() =>
    others() === "go" ? read() : read().filter((edit) => !isDropped(edit)),
  );
  const busy = () => menu.state().kind === "sending" || menu.state().kind === "reading";
  const hasFaults = () => menu.preview()?.changes === null;
  const list = createMemo(() => {
    if (edits().length === 0) return [];
    const before = unwrap(props.session.draft);
    const after = applyEdits(before, edits()).draft;
    // What other systems call things is for the next import, and nobody reads it.
    const told = edits().filter((edit) => edit.kind !== "set" || edit.field !== "externalId");
    return differences(before, after, told, {
      currency,
      stations: props.session.stations(),
      courses: props.session.courses(),
    });
  });
  function take(): void {
    if (busy() || edits().length === 0) return;
    if (!props.session.make(edits())) {
      // Somebody else wrote meanwhile: what there is to take is another thing now.
      setOvertaken(true);
      void menu.answer();
      return;
    }
    props.onClose();
    toast(t("taken"), {
      ...{ tone: "good", icon: "check" },
      action: { label: t("undo"), run: () => props.session.undo() },
    });
  }

  return (
    <Sheet
      open
      height="full"
      title={t("bring")}
      onClose={() => props.onClose()}
      footer={
        <Show when={menu.preview()}>
          <div class={styles.footer}>
            <Button
              variant="primary"
              size="l"
              wide
              busy={busy()}
              disabled={edits().length === 0}
              onClick={take}
            >
              {t("take", { count: list().length })}
            </Button>
            <p class={styles.hint}>{t("takeHint")}</p>
          </div>
        </Show>
      }
    >
      <div class={styles.body}>
        <ChooseFile menu={menu} />
        <Show when={menu.preview()}>
          {(preview) => (
            <div class={styles.read} aria-busy={busy()}>
              <Show when={overtaken()}>
                <p class={styles.overtaken} role="alert">
                  <Icon name="people" size={20} />
                  {t("overtaken")}
                </p>
              </Show>
              <ImportQuestions menu={menu} preview={preview()} />
              <ColumnMapping menu={menu} columns={preview().columns ?? []} locale={locale} />
              <ImportNotes notes={preview().notes} kinds={["fault"]} />
              <Show when={!hasFaults()}>
                <Show when={drops()}>
                  <SegmentedChoice
                    label={t("others")}
                    value={others()}
                    options={[
                      { value: "go", label: t("others.go") },
                      { value: "stay", label: t("others.stay") },
                    ]}
                    onChange={setOthers}
                  />
                </Show>
                <ImportDifferences list={list()} recognised={preview().changes?.recognised} />
              </Show>
              <ImportNotes
                notes={preview().notes}
                kinds={["question", "no-price", "changed", "not-kept"]}
              />
            </div>
          )}
        </Show>
      </div>
    </Sheet>
  );
}

/** Whether an edit takes a section or a dish away that the file does not have: it may hold a part of a menu. */
function isDropped(edit: DraftEdit): boolean {
  return edit.kind === "remove" && ("items" in edit.was || "options" in edit.was);
}
