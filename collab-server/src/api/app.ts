import { OpenAPIHono } from "@hono/zod-openapi";
import { counter } from "@tureen/persistence/platform/metrics/from-catalogue";
import { TureenError } from "@tureen/shared/platform/errors";
import { METRICS } from "@tureen/shared/platform/metrics";
import { addBillRoutes } from "../bill/bill-routes.ts";
import { addBillingRoutes } from "../bill/billing-routes.ts";
import { addDayRoutes } from "../bill/day-routes.ts";
import { addLostRoutes } from "../bill/lost-routes.ts";
import { addPaymentRoutes } from "../bill/payment-routes.ts";
import { addStripeWebhook } from "../bill/stripe-webhook.ts";
import { addCloudPrnt } from "../kitchen/printing/cloudprnt.ts";
import { addPrinterRoutes } from "../kitchen/printing/printer-routes.ts";
import { addKitchenRoutes } from "../kitchen/routes.ts";
import { addMenuDraftRoutes } from "../menu/draft-routes.ts";
import { addMenuExport } from "../menu/export-routes.ts";
import { addPhotoRoutes } from "../menu/photos/photo-routes.ts";
import { addPublicMenuPage } from "../menu/public-page/public-page-routes.ts";
import { addMenuRoutes } from "../menu/routes.ts";
import { addSpreadsheetRoutes } from "../menu/spreadsheet/spreadsheet-routes.ts";
import { addOrderExport } from "../orders/export-routes.ts";
import { STAFF_COOKIE } from "../platform/auth/principals.ts";
import { createClientReader } from "../platform/http/client.ts";
import type { ApiApp, ApiEnv } from "../platform/http/env.ts";
import { createErrorHandler, errorBody, fieldInvalid } from "../platform/http/errors.ts";
import { addHealthRoutes } from "../platform/http/health.ts";
import { createIntake, createOriginCheck, limitBody } from "../platform/http/middleware.ts";
import { addReplayRoutes } from "../replay/routes.ts";
import { addAccountRoutes } from "../staff/account-routes.ts";
import { addStaffRoutes } from "../staff/routes.ts";
import { addArrivalRoutes } from "../table/arrival-routes.ts";
import { addDinerRoutes } from "../table/diner-routes.ts";
import { addFloorRoutes } from "../table/floor-routes.ts";
import type { ApiDeps } from "./deps.ts";

const OPENAPI_PATH = "/api/openapi.json";

/** The whole HTTP API, ready to be served. Throws RangeError for an unreadable `trustProxy`. */
export function createApi(deps: ApiDeps): ApiApp {
  const app = new OpenAPIHono<ApiEnv>({
    defaultHook(result) {
      if (result.success) return;
      const issue = result.error.issues[0];
      // A code that cannot be one is, to the guest who scanned it, simply not a table's.
      if (result.target === "param" && issue?.path[0] === "code") {
        throw new TureenError("table-unknown");
      }
      throw fieldInvalid(result.error);
    },
  });
  const requests = counter(deps.registry, METRICS.requests);
  app.use(createIntake(deps.log, createClientReader(deps.trustProxy), requests));
  app.use(createOriginCheck(deps.publicOrigin));
  app.use(limitBody);
  app.onError(createErrorHandler(deps.log));
  app.notFound(() => {
    throw new TureenError("not-found");
  });

  const api = { app, deps };
  addStaffRoutes(api);
  addAccountRoutes(api);
  addMenuRoutes(api);
  addMenuDraftRoutes(api);
  addSpreadsheetRoutes(api);
  addMenuExport(api);
  addPublicMenuPage(api);
  addPhotoRoutes(api);
  addArrivalRoutes(api);
  addDinerRoutes(api);
  addFloorRoutes(api);
  addOrderExport(api);
  addKitchenRoutes(api);
  addPrinterRoutes(api);
  addCloudPrnt(api);
  addPaymentRoutes(api);
  addBillRoutes(api);
  addBillingRoutes(api);
  addDayRoutes(api);
  addLostRoutes(api);
  addReplayRoutes(api);
  addStripeWebhook(api);
  addHealthRoutes(api);
  addDocument(app);
  refuseOtherMethods(app);
  return app;
}

function addDocument(app: ApiApp): void {
  const registry = app.openAPIRegistry;
  registry.register("Error", errorBody);
  registry.registerComponent("securitySchemes", "diner", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "Access token of a diner, good for ten minutes; see /api/diner/token",
  });
  registry.registerComponent("securitySchemes", "staff", {
    type: "apiKey",
    in: "cookie",
    name: STAFF_COOKIE,
    description: "Set by /api/staff/sign-in",
  });
  let document: string | undefined;
  app.get(OPENAPI_PATH, (c) => {
    c.set("route", OPENAPI_PATH);
    document ??= JSON.stringify(
      app.getOpenAPI31Document({
        openapi: "3.1.0",
        info: {
          title: "Tureen",
          version: "1",
          description:
            "Ordering together at a restaurant's table. The cart itself is a Yjs document on the " +
            "live connection; this API is for everything around it. Money is in minor units of " +
            "the restaurant's currency, times are milliseconds since the epoch.",
        },
      }),
    );
    c.header("cache-control", "no-cache");
    c.header("content-type", "application/json");
    return c.body(document);
  });
}

/** Answers 405 for every known address that has no such method. Comes after all other routes. */
function refuseOtherMethods(app: ApiApp): void {
  const methods = new Map<string, Set<string>>();
  for (const { method, path } of app.routes) {
    if (method === "ALL") continue;
    const known = methods.get(path) ?? new Set();
    methods.set(path, known.add(method));
    if (method === "GET") known.add("HEAD");
  }
  for (const [path, known] of methods) {
    app.all(path, (c) => {
      c.set("route", path);
      c.header("allow", [...known].join(", "));
      throw new TureenError("method-not-allowed");
    });
  }
}
