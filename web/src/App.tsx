import { Route, Router } from "@solidjs/router";
import { ErrorBoundary, lazy } from "solid-js";
import { FailedPage } from "./platform/ui/FailedPage.tsx";
import { ToastRegion } from "./platform/ui/ToastRegion.tsx";

/** A page's module: its messages are loaded before it is shown, so no other language flashes by. */
interface PageModule {
  readonly Page: () => import("solid-js").JSX.Element;
  readonly prepare?: () => Promise<unknown>;
}

function page(load: () => Promise<PageModule>) {
  return lazy(async () => {
    const module = await load();
    await module.prepare?.();
    return { default: module.Page };
  });
}

const routes = [
  { path: "/", component: page(() => import("./landing/page.ts")) },
  { path: "/t/:code", component: page(() => import("./diner/page.ts")) },
  { path: "/kitchen/*rest", component: page(() => import("./kitchen/page.ts")) },
  { path: "/staff/*rest", component: page(() => import("./floor/page.ts")) },
  { path: "/r/:token", component: page(() => import("./bill/receipt/page.ts")) },
  { path: "/replay/*rest", component: page(() => import("./replay/page.ts")) },
  { path: "*unknown", component: page(() => import("./landing/page.ts")) },
];

function failed(error: unknown) {
  console.error(error);
  return <FailedPage />;
}

/** The whole app: one lazily loaded page per route, and the toasts every page may show. */
export function App() {
  return (
    <>
      <ErrorBoundary fallback={failed}>
        <Router>
          {routes.map((route) => (
            <Route path={route.path} component={route.component} />
          ))}
        </Router>
      </ErrorBoundary>
      <ToastRegion />
    </>
  );
}
