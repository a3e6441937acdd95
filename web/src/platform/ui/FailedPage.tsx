import { Button } from "./Button.tsx";
import { EmptyState } from "./EmptyState.tsx";
import { uiMessages } from "./messages/messages.ts";
import { reloadApp } from "./updates.ts";

/** Instead of a page that cannot be shown: a blank one would leave nothing to do. */
export function FailedPage() {
  const { t } = uiMessages;
  return (
    <main>
      <EmptyState icon="alert" title={t("failed.page")} text={t("failed.part")}>
        <Button variant="primary" size="l" onClick={() => void reloadApp()}>
          {t("reload")}
        </Button>
      </EmptyState>
    </main>
  );
}
