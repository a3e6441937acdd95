import { A } from "@solidjs/router";
import type { DayRule } from "@tureen/shared/platform/business-day";
import { lazy, Show, Suspense } from "solid-js";
import { AvailabilityPanel } from "../menu/AvailabilityPanel.tsx";
import { Skeleton } from "../platform/ui/Skeleton.tsx";
import { staffMessages } from "../staff/messages/messages.ts";
import styles from "./MenuPage.module.css";
import screen from "./StaffScreen.module.css";
import { todayOf } from "./today.ts";

const MenuEditor = lazy(async () => {
  const { MenuEditor, prepare } = await import("../menu/editor/page.ts");
  await prepare();
  return { default: MenuEditor };
});

const WhatIf = lazy(async () => {
  const { WhatIf, prepare } = await import("./what-if/page.ts");
  await prepare();
  return { default: WhatIf };
});

/** The menu: what of it can be had now, for all staff, and for managers also what stands on it. */
export function MenuPage(props: {
  readonly view: "now" | "write";
  readonly manager: boolean;
  /** Where the restaurant's days lie. */
  readonly days: DayRule | undefined;
  readonly endedBy: (error: unknown) => boolean;
}) {
  const { t } = staffMessages;
  const tab = (view: "now" | "write", href: string) => (
    <A href={href} class={styles.tab} aria-current={props.view === view ? "page" : undefined}>
      {t(`menu.${view}`)}
    </A>
  );
  return (
    <div class={props.view === "write" ? screen.wide : screen.narrow}>
      <Show when={props.manager}>
        <nav class={styles.tabs} aria-label={t("tab.menu")}>
          {tab("now", "/staff/menu")}
          {tab("write", "/staff/menu/write")}
        </nav>
      </Show>
      <Show
        when={props.view === "write" && props.manager}
        fallback={<AvailabilityPanel endedBy={props.endedBy} />}
      >
        <Suspense fallback={<Skeleton lines={8} />}>
          <MenuEditor
            endedBy={props.endedBy}
            tried={(revision) => (
              <Suspense fallback={<Skeleton lines={3} />}>
                <WhatIf revision={revision} today={todayOf(props.days)} endedBy={props.endedBy} />
              </Suspense>
            )}
          />
        </Suspense>
      </Show>
    </div>
  );
}
