import { A } from "@solidjs/router";
import { For } from "solid-js";
import { Icon, type IconName } from "../platform/ui/Icon.tsx";
import { Mark } from "../platform/ui/Mark.tsx";
import { staffMessages } from "../staff/messages/messages.ts";
import styles from "./StaffBar.module.css";

const TABS: readonly { name: "floor" | "menu" | "more"; rest: string; icon: IconName }[] = [
  { name: "floor", rest: "", icon: "people" },
  { name: "menu", rest: "menu", icon: "receipt" },
  { name: "more", rest: "more", icon: "menu" },
];

/** The restaurant's name at the top; the tabs under the thumb on a phone, beside it on a desk. */
export function StaffBar(props: { readonly restaurant: string; readonly current: string }) {
  return (
    <header class={styles.bar}>
      <span class={styles.mark}>
        <Mark size={30} />
      </span>
      <h1 class={styles.name}>
        <bdi>{props.restaurant}</bdi>
      </h1>
      <nav class={styles.tabs} aria-label={staffMessages.t("title")}>
        <For each={TABS}>
          {(tab) => (
            <A
              href={tab.rest ? `/staff/${tab.rest}` : "/staff"}
              class={styles.tab}
              aria-current={props.current.split("/")[0] === tab.rest ? "page" : undefined}
            >
              <Icon name={tab.icon} size={24} />
              {staffMessages.t(`tab.${tab.name}`)}
            </A>
          )}
        </For>
      </nav>
    </header>
  );
}
