import { later } from "../model/later.ts";

/** Cart, orders and people: nothing of them is needed to read the menu and to add a first dish. */
export const TablePanel = later(() => import("./TablePanel.tsx").then((m) => m.TablePanel));
