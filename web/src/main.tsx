import { render } from "solid-js/web";
import { App } from "./App.tsx";
import { startLocale } from "./i18n/locale.ts";
import { watchFailures } from "./ui/failures.ts";
import { startLayers } from "./ui/layers.ts";
import { guardTaps } from "./ui/tap-guard.ts";
import { watchForUpdates } from "./ui/updates.ts";
import "./ui/tokens.css";
import "./ui/base.css";

const root = document.getElementById("app");
if (!root) throw new Error("index.html has no #app element");

startLocale();
startLayers();
guardTaps();
watchFailures();
render(() => <App />, root);
watchForUpdates();
