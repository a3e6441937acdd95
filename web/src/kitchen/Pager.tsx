import { Show } from "solid-js";
import { BigButton } from "./BigButton.tsx";
import type { Pages } from "./create-pages.ts";
import { kitchenMessages } from "./messages/messages.ts";
import styles from "./Pager.module.css";

/** The way to older and younger tickets, each with how many there are; nothing where all are shown. */
export function Pager(props: {
  readonly pages: Pages;
  /** Something has just come, or changed, on a later page. */
  readonly newsAfter: boolean;
}) {
  const { t } = kitchenMessages;
  const count = () => props.pages.layout().pages.length;
  return (
    <Show when={count() > 1}>
      <nav class={styles.pager} aria-label={t("pages")}>
        <BigButton
          icon="chevronStart"
          disabled={props.pages.before().length === 0}
          onClick={() => props.pages.turn(-1)}
        >
          {t("older", { count: props.pages.before().length })}
        </BigButton>
        <p class={styles.at}>
          {t("pageOf", { page: String(props.pages.at() + 1), pages: String(count()) })}
        </p>
        <BigButton
          icon="chevronEnd"
          class={styles.more}
          data-news={props.newsAfter || undefined}
          disabled={props.pages.after().length === 0}
          onClick={() => props.pages.turn(1)}
        >
          {t("later", { count: props.pages.after().length })}
        </BigButton>
      </nav>
    </Show>
  );
}
