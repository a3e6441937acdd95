import { dinerMessages } from "../messages/messages.ts";

/** "2 left", and how many of them are in the cart of the table. */
export function leftText(left: number, inCart: number): string {
  const { t } = dinerMessages;
  return inCart > 0 ? t("leftInCart", { count: left, inCart }) : t("left", { count: left });
}
