import type { addBillRoutes } from "../bill/bill-routes.ts";
import type { addBillingRoutes } from "../bill/billing-routes.ts";
import type { addDayRoutes } from "../bill/day-routes.ts";
import type { addPaymentRoutes } from "../bill/payment-routes.ts";
import type { addStripeWebhook } from "../bill/stripe-webhook.ts";
import type { addKitchenRoutes } from "../kitchen/routes.ts";
import type { addMenuDraftRoutes } from "../menu/draft-routes.ts";
import type { addPhotoRoutes } from "../menu/photos/photo-routes.ts";
import type { addMenuRoutes } from "../menu/routes.ts";
import type { addSpreadsheetRoutes } from "../menu/spreadsheet/spreadsheet-routes.ts";
import type { addOrderExport } from "../orders/export-routes.ts";
import type { addHealthRoutes } from "../platform/http/health.ts";
import type { addReplayRoutes } from "../replay/routes.ts";
import type { addAccountRoutes } from "../staff/account-routes.ts";
import type { addStaffRoutes } from "../staff/routes.ts";
import type { addArrivalRoutes } from "../table/arrival-routes.ts";
import type { addDinerRoutes } from "../table/diner-routes.ts";
import type { addFloorRoutes } from "../table/floor-routes.ts";

/** What the routes of a domain are made of. */
type DepsOf<Add extends (api: never) => void> = Parameters<Add>[0] extends { deps: infer Deps }
  ? Deps
  : never;

/** What the HTTP API is made of: what its domains are, and what holds for every request. */
export type ApiDeps = DepsOf<typeof addStaffRoutes> &
  DepsOf<typeof addAccountRoutes> &
  DepsOf<typeof addMenuRoutes> &
  DepsOf<typeof addMenuDraftRoutes> &
  DepsOf<typeof addPhotoRoutes> &
  DepsOf<typeof addSpreadsheetRoutes> &
  DepsOf<typeof addArrivalRoutes> &
  DepsOf<typeof addDinerRoutes> &
  DepsOf<typeof addFloorRoutes> &
  DepsOf<typeof addOrderExport> &
  DepsOf<typeof addKitchenRoutes> &
  DepsOf<typeof addPaymentRoutes> &
  DepsOf<typeof addBillRoutes> &
  DepsOf<typeof addBillingRoutes> &
  DepsOf<typeof addStripeWebhook> &
  DepsOf<typeof addDayRoutes> &
  DepsOf<typeof addReplayRoutes> &
  DepsOf<typeof addHealthRoutes> & {
    readonly trustProxy: string;
    /** An origin beside the request's own host from which changes are accepted. */
    readonly publicOrigin: string | undefined;
  };
