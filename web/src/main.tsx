import { render } from "solid-js/web";
import { App } from "./App.tsx";
import { startLocale } from "./platform/i18n/locale.ts";
import { watchFailures } from "./platform/ui/failures.ts";
import { startLayers } from "./platform/ui/layers.ts";
import { guardTaps } from "./platform/ui/tap-guard.ts";
import { watchForUpdates } from "./platform/ui/updates.ts";
import "./platform/ui/tokens.css";
import "./platform/ui/base.css";

const root = document.getElementById("app");
if (!root) throw new Error("index.html has no #app element");

startLocale();
startLayers();
guardTaps();
watchFailures();
render(() => <App />, root);
watchForUpdates();
