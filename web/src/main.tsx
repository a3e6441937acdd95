import { render } from "solid-js/web";
import { App } from "./App.tsx";
import { startLocale } from "./i18n/locale.ts";
import { watchForUpdates } from "./ui/updates.ts";
import "./ui/tokens.css";
import "./ui/base.css";

const root = document.getElementById("app");
if (!root) throw new Error("index.html has no #app element");

startLocale();
render(() => <App />, root);
watchForUpdates();
