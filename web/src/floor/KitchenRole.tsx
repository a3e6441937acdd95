import { A } from "@solidjs/router";
import { EmptyState } from "../platform/ui/EmptyState.tsx";
import { staffMessages } from "../staff/messages/messages.ts";
import styles from "./KitchenRole.module.css";

/** Shows a cook who came to the waiters' page the way to the kitchen. */
export function KitchenRole() {
  const { t } = staffMessages;
  return (
    <EmptyState icon="flame" title={t("kitchenRole")} text={t("kitchenRoleText")}>
      <A class={styles.link} href="/kitchen">
        {t("toKitchen")}
      </A>
    </EmptyState>
  );
}
