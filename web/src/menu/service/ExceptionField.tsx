import type { OpeningException } from "@tureen/shared/menu/timing/rules";
import { Button } from "../../platform/ui/Button.tsx";
import styles from "./HoursPage.module.css";
import { serviceMessages } from "./messages/messages.ts";
import spanStyles from "./SpansField.module.css";
import { SpansField } from "./SpansField.tsx";
import inputStyles from "./TimeInput.module.css";

/** Days that are not as the week says: closed, or open at other times. */
export function ExceptionField(props: {
  readonly exception: OpeningException;
  readonly wrong: boolean;
  readonly onChange: (exception: OpeningException) => void;
  readonly onRemove: () => void;
}) {
  const { t } = serviceMessages;
  const put = (part: Partial<OpeningException>) => props.onChange({ ...props.exception, ...part });
  return (
    <div class={styles.exception}>
      <p class={spanStyles.span}>
        <input
          class={inputStyles.input}
          type="date"
          required
          aria-label={t("firstDay")}
          value={props.exception.fromDate}
          onInput={(event) => {
            const fromDate = event.currentTarget.value;
            const { untilDate } = props.exception;
            put({ fromDate, untilDate: untilDate < fromDate ? fromDate : untilDate });
          }}
        />
        <span>–</span>
        <input
          class={inputStyles.input}
          type="date"
          required
          aria-label={t("lastDay")}
          min={props.exception.fromDate}
          value={props.exception.untilDate}
          onInput={(event) => put({ untilDate: event.currentTarget.value })}
        />
      </p>
      <SpansField
        label={t("openOnThese")}
        spans={props.exception.spans}
        wrong={props.wrong}
        onChange={(spans) => put({ spans })}
      />
      <div>
        <Button variant="quiet" icon="trash" onClick={props.onRemove}>
          {t("removeException")}
        </Button>
      </div>
    </div>
  );
}
