import { numberFormat } from "@tureen/shared/platform/intl";
import { createSignal, onCleanup, Show } from "solid-js";
import { locale } from "../../platform/i18n/locale.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import styles from "./ChooseFile.module.css";
import { exchangeMessages } from "./messages/messages.ts";
import type { MenuImport } from "./model/create-import.ts";
import { importErrorText } from "./words.ts";

const TYPES = ".json,.jsonld,.csv,.tsv,.txt,.html,.htm,.xlsx,application/json,text/csv";

/** A file that is chosen, dropped or pasted, or rows that are pasted, and how far it is. */
export function ChooseFile(props: { readonly menu: MenuImport }) {
  const { t } = exchangeMessages;
  const [dropping, setDropping] = createSignal(false);
  const failure = () => {
    const now = props.menu.state();
    return now.kind === "failed" ? now.code : undefined;
  };
  const sending = () => {
    const now = props.menu.state();
    return now.kind === "sending" ? now : undefined;
  };
  const busy = () => sending() !== undefined || props.menu.state().kind === "reading";
  let picker: HTMLInputElement | undefined;

  function take(data: DataTransfer | null): boolean {
    const [file] = data?.files ?? [];
    const text = data?.getData("text/plain") ?? "";
    if (file) void props.menu.bring(file);
    else if (text.trim() !== "") void props.menu.bringText(text);
    return file !== undefined || text.trim() !== "";
  }

  async function paste(): Promise<void> {
    try {
      const text = await navigator.clipboard.readText();
      if (text.trim() !== "") return await props.menu.bringText(text);
    } catch {
      // Not allowed: the keys still work.
    }
    toast(t("nothingPasted"));
  }

  // Wherever in the sheet somebody is; its fields take what is pasted into them.
  const onPaste = (event: ClipboardEvent) => {
    const { target } = event;
    if (target instanceof HTMLInputElement && target.type !== "file") return;
    if (take(event.clipboardData)) event.preventDefault();
  };
  document.addEventListener("paste", onPaste);
  onCleanup(() => document.removeEventListener("paste", onPaste));

  return (
    <section
      class={styles.field}
      classList={{ [styles.dropping ?? ""]: dropping() }}
      aria-label={t("file")}
      onDragOver={(event) => {
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={(event) => {
        setDropping(false);
        if (take(event.dataTransfer)) event.preventDefault();
      }}
    >
      <Show when={props.menu.source()} fallback={<p class={styles.formats}>{t("formats")}</p>}>
        {(source) => (
          <p class={styles.name}>
            <Icon name="note" size={20} />
            <bdi>{source().name}</bdi>
          </p>
        )}
      </Show>
      <Show when={busy()}>
        <div class={styles.progress}>
          <progress
            class={styles.bar}
            aria-label={t("reading")}
            // Without a value while the server reads: nobody knows how long.
            {...(sending() ? { value: sending()?.part, max: 1 } : {})}
          />
          <p role="status">
            {sending()
              ? t("sent", {
                  percent: numberFormat(locale(), { style: "percent" }).format(
                    sending()?.part ?? 0,
                  ),
                })
              : t("reading")}
          </p>
        </div>
      </Show>
      <Show when={failure()}>
        {(code) => (
          <p class={styles.failed} role="alert">
            <Icon name="alert" size={20} />
            {importErrorText(code())}
          </p>
        )}
      </Show>
      <div class={styles.actions}>
        <Show
          when={!busy()}
          fallback={<Button onClick={() => props.menu.clear()}>{t("cancel")}</Button>}
        >
          <Button
            icon="plus"
            variant={props.menu.source() ? "secondary" : "primary"}
            onClick={() => picker?.click()}
          >
            {t(props.menu.source() ? "chooseOther" : "choose")}
          </Button>
          <Button icon="note" onClick={() => void paste()}>
            {t("paste")}
          </Button>
        </Show>
      </div>
      <input
        ref={(element) => {
          picker = element;
        }}
        type="file"
        hidden
        accept={TYPES}
        aria-label={t("choose")}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) void props.menu.bring(file);
          // The same file again, mended meanwhile, is a change too.
          event.currentTarget.value = "";
        }}
      />
    </section>
  );
}
