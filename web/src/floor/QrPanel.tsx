import { Button } from "../platform/ui/Button.tsx";
import { staffMessages } from "../staff/messages/messages.ts";
import { tableName } from "../staff/words.ts";
import type { FloorTable } from "./floor.ts";
import { createPrinter } from "./PrintCards.tsx";
import { QrCode, tableAddress } from "./QrCode.tsx";
import styles from "./QrPanel.module.css";

/** A table's QR code to show from one phone to another, or to print. */
export function QrPanel(props: { readonly table: FloorTable; readonly restaurant: string }) {
  const { t } = staffMessages;
  const printer = createPrinter();
  const address = () => tableAddress(props.table.code);
  return (
    <section class={styles.panel}>
      <div class={styles.code}>
        <QrCode text={address()} label={t("qrLabel", { table: tableName(props.table.label) })} />
      </div>
      <div class={styles.words}>
        <h3 class={styles.title}>{t("qr")}</h3>
        <p class={styles.address} dir="ltr">
          {address()}
        </p>
        <Button icon="print" onClick={() => printer.print([props.table], props.restaurant)}>
          {t("print")}
        </Button>
      </div>
      {printer.cards()}
    </section>
  );
}
