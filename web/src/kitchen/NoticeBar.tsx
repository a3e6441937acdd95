import { Show } from "solid-js";
import { Icon } from "../platform/ui/Icon.tsx";
import { uiMessages } from "../platform/ui/messages/messages.ts";
import styles from "./NoticeBar.module.css";
import type { NoticeBoard } from "./notice.ts";

/** What has just happened, with its undo, in the foot of the board, or over a sheet that is open. */
export function NoticeBar(props: { readonly notices: NoticeBoard; readonly over?: boolean }) {
  return (
    <div
      class={styles.place}
      classList={{ [styles.over ?? ""]: props.over === true }}
      role="status"
      data-kb-top-layer
    >
      <Show when={props.notices.notice()}>
        {(notice) => (
          <div class={styles.bar} classList={{ [styles.bad ?? ""]: notice().tone === "bad" }}>
            <span class={styles.text}>{notice().text}</span>
            <Show when={notice().undo}>
              {(undo) => (
                <button
                  type="button"
                  class={styles.undo}
                  onClick={() => {
                    const run = undo();
                    props.notices.dismiss();
                    run();
                  }}
                >
                  <Icon name="undo" size={28} />
                  {uiMessages.t("undo")}
                </button>
              )}
            </Show>
          </div>
        )}
      </Show>
    </div>
  );
}
