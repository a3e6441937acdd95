import { onCleanup, Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { DropArea } from "../../platform/ui/DropArea.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import { UploadProgress } from "../../platform/ui/UploadProgress.tsx";
import styles from "./ChooseFile.module.css";
import { exchangeMessages } from "./messages/messages.ts";
import type { MenuImport } from "./model/create-import.ts";
import { importErrorText } from "./words.ts";

const TYPES = ".json,.jsonld,.csv,.tsv,.txt,.html,.htm,.xlsx,application/json,text/csv";

/** A file that is chosen, dropped or pasted, or rows that are pasted, and how far it is. */
export function ChooseFile(props: { readonly menu: MenuImport }) {
  const { t } = exchangeMessages;
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
    <DropArea label={t("file")} accepts={() => true} take={take}>
      <Show when={props.menu.source()} fallback={<p class={styles.formats}>{t("formats")}</p>}>
        {(source) => (
          <p class={styles.name}>
            <Icon name="note" size={20} />
            <bdi>{source().name}</bdi>
          </p>
        )}
      </Show>
      <Show when={busy()}>
        <UploadProgress
          label={t("reading")}
          part={sending()?.part}
          sent={(percent) => t("sent", { percent })}
          working={t("reading")}
        />
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
    </DropArea>
  );
}
