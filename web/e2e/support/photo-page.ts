import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createServer, type Plugin } from "vite";

const web = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const PAGE = "/photo-page";
const SCRIPT = "/@photo-page.js";

/** The form field for a dish's photo alone on a page, which keeps its value in `window.photo`. */
const script = (restaurantId: string) => `
  import "/src/platform/ui/tokens.css";
  import "/src/platform/ui/base.css";
  import { createComponent, createSignal } from "solid-js";
  import { render } from "solid-js/web";
  import { PhotoField } from "/src/menu/photo/PhotoField.tsx";
  import { learnStaffEndpoints } from "/src/platform/live/staff-endpoints.ts";
  learnStaffEndpoints();
  const [photo, setPhoto] = createSignal();
  const change = (value) => { window.photo = value; setPhoto(value); };
  render(() => createComponent(PhotoField, {
    restaurantId: "${restaurantId}", dish: "Soup", get value() { return photo(); }, onChange: change,
  }), document.getElementById("root"));
`;

const html = `<!doctype html><html lang="en"><head><meta charset="utf-8">
  <meta name="viewport" content="width=device-width"><title>Photo</title></head>
  <body><main id="root"></main><script type="module" src="${SCRIPT}"></script></body></html>`;

/** Serves that page, with the API of a running system behind it. */
export async function servePhotoPage(
  webUrl: string,
  restaurantId: string,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const page: Plugin = {
    name: "photo-page",
    resolveId: (id) => (id === SCRIPT ? id : undefined),
    load: (id) => (id === SCRIPT ? script(restaurantId) : undefined),
    configureServer({ middlewares, transformIndexHtml }) {
      middlewares.use(PAGE, (_request, response) => {
        void transformIndexHtml(PAGE, html).then((text) => {
          response.setHeader("content-type", "text/html");
          response.end(text);
        });
      });
    },
  };
  const server = await createServer({
    ...{ root: web, configFile: join(web, "vite.config.ts"), logLevel: "error" },
    plugins: [page],
    // As an object, and not as an address alone: the page's own host then reaches the API, as its origin does.
    server: {
      host: "127.0.0.1",
      port: 0,
      strictPort: false,
      proxy: { "/api": { target: webUrl } },
    },
  });
  await server.listen();
  return {
    url: `${server.resolvedUrls?.local[0]?.replace(/\/$/, "")}${PAGE}`,
    close: () => server.close(),
  };
}
