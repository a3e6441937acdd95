import type { Answer } from "@tureen/shared/endpoints";
import type { MenuItem } from "@tureen/shared/menu/menu";
import { createSignal, Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { createLayer } from "../../platform/ui/layers.ts";
import { DishSheetLater } from "../menu/DishSheetLater.tsx";
import { MenuScreen } from "../menu/MenuScreen.tsx";
import { TakingNotice } from "../menu/TakingNotice.tsx";
import { dinerMessages } from "../messages/messages.ts";
import type { MenuStore } from "../model/menu-store.ts";
import styles from "./BrowseMenu.module.css";

/** The menu for those who want to look before they sit down: everything but ordering. */
export function BrowseMenu(props: {
  readonly info: Answer<"readTable">;
  readonly menu: MenuStore;
  readonly onBack: () => void;
}) {
  const { t } = dinerMessages;
  const [dish, setDish] = createSignal<MenuItem>();
  createLayer(
    () => true,
    () => props.onBack(),
  );
  return (
    <>
      <MenuScreen
        menu={props.menu}
        restaurant={props.info.restaurant.name}
        table={props.info.table}
        banner={<TakingNotice menu={props.menu} />}
        onOpenDish={setDish}
      />
      <div class={styles.bar}>
        <Button variant="primary" size="l" wide onClick={props.onBack}>
          {props.info.state === "open" ? t("join") : t("open")}
        </Button>
      </div>
      <Show when={props.menu.index()}>
        {(index) => (
          <DishSheetLater
            item={dish()}
            menu={index().menu}
            availability={props.menu.availability()}
            avoided={props.menu.avoided()}
            local={props.menu.local()}
            regularPrice={props.menu.regularPrice}
            onClose={() => setDish(undefined)}
          />
        )}
      </Show>
    </>
  );
}
