import { useNavigate } from "@solidjs/router";
import type { EndpointOf } from "@tureen/shared/endpoints";
import { publicMenuPath } from "@tureen/shared/menu/public-page";
import { createSignal, For, Show } from "solid-js";
import { codeOf, download } from "../../platform/live/api.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { errorSentence } from "../../platform/ui/errors.ts";
import { layersSettled } from "../../platform/ui/layers.ts";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { saveFile } from "../../platform/ui/save-file.ts";
import { toast } from "../../platform/ui/toasts.ts";
import type { DraftFacts } from "../editor/model/create-draft.ts";
import { exchangeMessages } from "./messages/messages.ts";
import styles from "./TakeSheet.module.css";

const FILES = [
  { as: "json", ending: "json", endpoint: "exportMenu" },
  { as: "csv", ending: "csv", endpoint: "exportMenuCsv" },
  { as: "jsonld", ending: "jsonld", endpoint: "exportMenuJsonLd" },
  { as: "foodmenus", ending: "foodmenus.json", endpoint: "exportFoodMenus" },
] as const satisfies readonly {
  readonly as: string;
  readonly ending: string;
  readonly endpoint: EndpointOf<"file">;
}[];

/** The menu that guests see, as files, on paper, and where anybody reads it. */
export function TakeSheet(props: {
  readonly facts: DraftFacts;
  readonly endedBy: (error: unknown) => boolean;
  readonly onClose: () => void;
}) {
  const { t } = exchangeMessages;
  const navigate = useNavigate();
  const [busy, setBusy] = createSignal<string>();
  const slug = () => props.facts.slug;
  const publicPath = () => publicMenuPath(slug());

  async function layOut(): Promise<void> {
    props.onClose();
    await layersSettled();
    navigate("/staff/menu/print");
  }

  async function keep({ as, ending, endpoint }: (typeof FILES)[number]): Promise<void> {
    if (busy()) return;
    setBusy(as);
    try {
      const file = await download(endpoint, {});
      saveFile(file, `menu-${slug()}-${props.facts.inForce}.${ending}`);
    } catch (error) {
      if (!props.endedBy(error)) {
        toast(errorSentence(codeOf(error)), { tone: "bad", icon: "alert" });
      }
    } finally {
      setBusy(undefined);
    }
  }

  return (
    <Sheet
      open
      title={t("takeAlong")}
      description={props.facts.inForce > 0 ? t("takeAlongText") : t("nothingPublished")}
      onClose={() => props.onClose()}
    >
      <Show when={props.facts.inForce > 0}>
        <ul class={styles.list}>
          <li class={styles.way}>
            <div class={styles.what}>
              <strong>{t("onPaper")}</strong>
              <span>{t("onPaper.text")}</span>
            </div>
            <Button icon="print" onClick={() => void layOut()}>
              {t("layOut")}
            </Button>
          </li>
          <For each={FILES}>
            {(file) => (
              <li class={styles.way}>
                <div class={styles.what}>
                  <strong id={`take-${file.as}`}>{t(`as.${file.as}`)}</strong>
                  <span>{t(`as.${file.as}.text`)}</span>
                </div>
                <Button
                  icon="download"
                  aria-describedby={`take-${file.as}`}
                  busy={busy() === file.as}
                  onClick={() => void keep(file)}
                >
                  {t("download")}
                </Button>
              </li>
            )}
          </For>
          <li class={styles.way}>
            <div class={styles.what}>
              <strong>{t("publicPage")}</strong>
              <span>{t("publicPage.text")}</span>
              {/* Not a page of the app: the server answers it whole. */}
              <a href={publicPath()} target="_blank" rel="noopener" class={styles.address}>
                <bdi>{`${location.origin}${publicPath()}`}</bdi>
              </a>
            </div>
          </li>
        </ul>
      </Show>
    </Sheet>
  );
}
