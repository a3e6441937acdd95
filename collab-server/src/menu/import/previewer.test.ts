import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startTestApi, type TestApi } from "../../testing/test-api.ts";
import { createImportPreviewer, type PreviewTask } from "./previewer.ts";

// Nothing of a preview's work is done where edits are: here it would end the request.
const { here } = vi.hoisted(() => ({
  here: (what: string) => () => {
    throw new Error(`${what} in the server's own process`);
  },
}));
vi.mock("@tureen/shared/menu/formats/read-menu", () => ({ bringMenu: here("read") }));
vi.mock("@tureen/shared/menu/draft/diff", () => ({ diffDrafts: here("compared") }));

let api: TestApi;
let cookie: string;
beforeAll(async () => {
  api = await startTestApi();
  cookie = await api.signIn(api.here, "manager");
});
afterAll(() => api.close());

const task: PreviewTask = {
  ground: {
    restaurantId: "00000000-0000-7000-8000-000000000001",
    restaurant: { name: "Here", currency: "EUR", locale: "en" },
    ...{ draft: { categories: [] }, revision: 3, rows: [], photos: [], stations: [] },
  },
  file: { fileName: "menu.csv", source: "Name,Price\nSoup,5.50" },
};

describe("The preview of a menu in a file", () => {
  it("is made in another process", async () => {
    const body = { fileName: "menu.csv", text: "Name,Price\nSoup,5.50" };
    const preview = await api.call("previewMenuImport", { cookie, body });
    expect(preview).toMatchObject({ status: 200, body: { format: "csv" } });
    expect(JSON.stringify(preview.body.edits)).toContain('"name":"Soup"');
  });

  it("says of which draft it is", async () => {
    const { preview } = createImportPreviewer();
    expect(await preview(task)).toMatchObject({ revision: 3, format: "csv" });
  });

  it("is stopped when it takes too long, and when the server leaves", async () => {
    const { preview } = createImportPreviewer({ maxMs: 1 });
    await expect(preview(task)).rejects.toMatchObject({ code: "body-too-large" });
    const previewer = createImportPreviewer();
    const making = previewer.preview(task);
    previewer.close();
    await expect(making).rejects.toMatchObject({ code: "restarting" });
  });
});
