import { dateTimeFormat } from "@tureen/shared/platform/intl";
import { Show } from "solid-js";
import { timeLocale } from "../../platform/i18n/locale.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { IconButton } from "../../platform/ui/IconButton.tsx";
import { SearchField } from "../../platform/ui/SearchField.tsx";
import styles from "./EditorBar.module.css";
import { editorMessages } from "./messages/messages.ts";
import type { DraftFacts, DraftSession } from "./model/create-draft.ts";

/** Search, undo, whether everything is saved, and the way to guests' phones. */
export function EditorBar(props: {
  readonly session: DraftSession;
  readonly facts: DraftFacts;
  /** Whether there is a dish that guests could order. */
  readonly publishable: boolean;
  readonly search: string;
  readonly onSearch: (text: string) => void;
  readonly onOpen: (sheet: "publish" | "versions" | "bulk" | "bring" | "take") => void;
}) {
  const { t } = editorMessages;
  const saved = () => {
    if (props.session.trouble()) return t("notSaved");
    if (props.session.unsaved() > 0) return t("saving");
    return t(props.facts.edited ? "saved" : "published");
  };
  const when = (at: number) =>
    dateTimeFormat(timeLocale(), { dateStyle: "medium", timeStyle: "short" }).format(at);
  return (
    <div class={styles.bar}>
      <SearchField label={t("search")} value={props.search} onInput={props.onSearch} />
      <div class={styles.tools}>
        <IconButton
          icon="undo"
          label={t("undo")}
          disabled={!props.session.canUndo()}
          onClick={() => props.session.undo()}
        />
        <IconButton
          icon="redo"
          label={t("redo")}
          disabled={!props.session.canRedo()}
          onClick={() => props.session.redo()}
        />
        <Button onClick={() => props.onOpen("bulk")}>{t("bulk")}</Button>
        <Button icon="clock" onClick={() => props.onOpen("versions")}>
          {t("versions")}
        </Button>
        <Button icon="plus" onClick={() => props.onOpen("bring")}>
          {t("bring")}
        </Button>
        <Button icon="download" onClick={() => props.onOpen("take")}>
          {t("takeAlong")}
        </Button>
      </div>
      <div class={styles.state}>
        <p
          role="status"
          class={styles.saved}
          classList={{ [styles.bad ?? ""]: props.session.trouble() !== undefined }}
        >
          <Icon name={props.session.trouble() ? "cloudOff" : "cloud"} size={18} />
          {saved()}
        </p>
        <Show when={props.facts.plannedFor}>
          {(at) => (
            <p class={styles.saved}>
              <Icon name="clock" size={18} />
              {t("plannedFor", { time: when(at()) })}
            </p>
          )}
        </Show>
        <Show when={props.facts.edited || props.facts.plannedFor}>
          <Button
            variant="primary"
            disabled={!props.publishable}
            onClick={() => props.onOpen("publish")}
          >
            {t("toPublish")}
          </Button>
        </Show>
      </div>
    </div>
  );
}
