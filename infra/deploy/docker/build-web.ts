import { buildWeb } from "../../run/start/web-build.ts";

/** Builds `web/dist` in the folder that it is run in, for the web image. */
await buildWeb(process.cwd());
