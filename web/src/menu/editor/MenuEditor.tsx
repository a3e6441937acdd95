import type { DraftDish, DraftSection } from "@tureen/shared/menu/draft/draft";
import { outcomeOf } from "@tureen/shared/menu/draft/draft";
import {
  createMemo,
  createSignal,
  For,
  type JSX,
  lazy,
  Match,
  onCleanup,
  Show,
  Suspense,
  Switch,
} from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { EmptyState } from "../../platform/ui/EmptyState.tsx";
import { errorSentence } from "../../platform/ui/errors.ts";
import { uiMessages } from "../../platform/ui/messages/messages.ts";
import { Skeleton } from "../../platform/ui/Skeleton.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import { BulkSheet } from "./BulkSheet.tsx";
import { DishList } from "./DishList.tsx";
import { DishSheet } from "./DishSheet.tsx";
import { EditorBar } from "./EditorBar.tsx";
import styles from "./MenuEditor.module.css";
import { editorMessages } from "./messages/messages.ts";
import { createDraft } from "./model/create-draft.ts";
import { findDishes } from "./model/search.ts";
import { PublishSheet } from "./PublishSheet.tsx";
import { RefusedNote } from "./RefusedNote.tsx";
import { SectionList } from "./SectionList.tsx";
import { SectionSheet } from "./SectionSheet.tsx";
import { VersionsSheet } from "./VersionsSheet.tsx";

/** What is needed on few days is loaded when it is. */
const exchange = async () => {
  const page = await import("../exchange/page.ts");
  await page.prepare();
  return page;
};
const BringSheet = lazy(async () => ({ default: (await exchange()).BringSheet }));
const TakeSheet = lazy(async () => ({ default: (await exchange()).TakeSheet }));

/** Dishes that a search shows; who looks for one types more letters. */
const MAX_FOUND = 60;

/** The menu as its managers write it: sections, their dishes, and everything about a dish. */
export function MenuEditor(props: {
  readonly endedBy: (error: unknown) => boolean;
  /** What a revision of the draft is tried on before it is published. */
  readonly tried: (revision: number) => JSX.Element;
}) {
  const { t } = editorMessages;
  const session = createDraft({
    endedBy: props.endedBy,
    onLost: (code) => toast(errorSentence(code), { tone: "bad", icon: "alert", stays: true }),
  });
  const [current, setCurrent] = createSignal<string>();
  const [dishId, setDishId] = createSignal<string>();
  const [sectionId, setSectionId] = createSignal<string>();
  const [search, setSearch] = createSignal("");
  const [open, setOpen] = createSignal<"publish" | "versions" | "bulk" | "bring" | "take">();

  const sections = () => session.draft.categories;
  const section = createMemo(() => sections().find(({ id }) => id === current()) ?? sections()[0]);
  const found = createMemo(() => findDishes(sections(), search()));
  const placeOf = (id: string | undefined) => {
    for (const each of sections()) {
      const dish = each.items.find((item) => item.id === id);
      if (dish) return { dish, section: each };
    }
    return undefined;
  };
  const opened = createMemo(() => placeOf(dishId()));
  const editedSection = createMemo(() => sections().find(({ id }) => id === sectionId()));
  const published = createMemo(() => outcomeOf(session.draft).categories.length > 0);

  const onKey = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    // A text that is being typed has an undo of its own.
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) {
      return;
    }
    event.preventDefault();
    if (event.shiftKey) session.redo();
    else session.undo();
  };
  addEventListener("keydown", onKey);
  onCleanup(() => removeEventListener("keydown", onKey));

  function openDish(dish: DraftDish, within: DraftSection): void {
    setCurrent(within.id);
    setDishId(dish.id);
  }

  return (
    <Show
      when={session.facts()}
      fallback={
        <Show when={session.failure()} fallback={<Skeleton lines={8} />}>
          {(code) => (
            <EmptyState icon="cloudOff" title={errorSentence(code())}>
              <Button variant="primary" onClick={() => void session.read()}>
                {uiMessages.t("retry")}
              </Button>
            </EmptyState>
          )}
        </Show>
      }
    >
      {(facts) => (
        <div class={styles.editor}>
          <EditorBar
            session={session}
            facts={facts()}
            publishable={published()}
            search={search()}
            onSearch={setSearch}
            onOpen={setOpen}
          />
          <For each={session.refused()}>
            {(refused) => <RefusedNote session={session} refused={refused} facts={facts()} />}
          </For>
          <Switch>
            <Match when={search().trim()}>
              <p class={styles.count} role="status">
                {t("found", { count: found().length })}
              </p>
              <For each={found().slice(0, MAX_FOUND)}>
                {(each) => (
                  <DishList
                    session={session}
                    section={each.section}
                    dishes={[each.dish]}
                    currency={facts().restaurant.currency}
                    heading={each.section.name}
                    onOpen={(dish) => openDish(dish, each.section)}
                  />
                )}
              </For>
            </Match>
            <Match when={true}>
              <div class={styles.columns}>
                <SectionList
                  session={session}
                  current={section()?.id}
                  onChoose={setCurrent}
                  onEdit={setSectionId}
                />
                <Show when={section()} fallback={<p class={styles.none}>{t("noSections")}</p>}>
                  {(shown) => (
                    <DishList
                      session={session}
                      section={shown()}
                      dishes={shown().items}
                      currency={facts().restaurant.currency}
                      heading={shown().name}
                      onOpen={(dish) => openDish(dish, shown())}
                      onEditSection={() => setSectionId(shown().id)}
                      whole
                    />
                  )}
                </Show>
              </div>
            </Match>
          </Switch>

          <Show when={opened()}>
            {(place) => (
              <DishSheet
                session={session}
                dish={place().dish}
                section={place().section}
                restaurant={facts().restaurant}
                onOpen={setDishId}
                onClose={() => setDishId(undefined)}
              />
            )}
          </Show>
          <Show when={editedSection()}>
            {(shown) => (
              <SectionSheet
                session={session}
                section={shown()}
                locale={facts().restaurant.locale}
                currency={facts().restaurant.currency}
                onClose={() => setSectionId(undefined)}
              />
            )}
          </Show>
          <Show when={open() === "publish"}>
            <PublishSheet
              session={session}
              facts={facts()}
              endedBy={props.endedBy}
              tried={props.tried}
              onDish={(id) => {
                setOpen(undefined);
                setDishId(id);
              }}
              onClose={() => setOpen(undefined)}
            />
          </Show>
          <Show when={open() === "versions"}>
            <VersionsSheet
              session={session}
              facts={facts()}
              endedBy={props.endedBy}
              onClose={() => setOpen(undefined)}
            />
          </Show>
          <Suspense>
            <Show when={open() === "bring"}>
              <BringSheet
                session={session}
                facts={facts()}
                endedBy={props.endedBy}
                onClose={() => setOpen(undefined)}
              />
            </Show>
            <Show when={open() === "take"}>
              <TakeSheet
                facts={facts()}
                endedBy={props.endedBy}
                onClose={() => setOpen(undefined)}
              />
            </Show>
          </Suspense>
          <Show when={open() === "bulk"}>
            <BulkSheet
              session={session}
              currency={facts().restaurant.currency}
              section={section()}
              found={search().trim() ? found().map(({ dish }) => dish) : undefined}
              onClose={() => setOpen(undefined)}
            />
          </Show>
        </div>
      )}
    </Show>
  );
}
