import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "../testing/test-api.ts";

let api: TestApi;
let cookie: string;
beforeAll(async () => {
  api = await startTestApi();
  cookie = await api.signIn(api.here, "manager");
});
afterAll(() => api.close());

/** What either call answers, as far as these tests look. */
interface Answered {
  readonly revision: number;
  readonly edits: readonly object[];
  readonly conflicts: readonly object[];
  readonly notes: readonly { readonly path: string }[];
}

async function post(path: string, body: object): Promise<Answered> {
  const response = await api.app.request(`/api/staff/menu/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", cookie },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Answered;
}

async function taken(ending: string) {
  const response = await api.app.request(`/api/staff/menu/export.${ending}`, {
    headers: { cookie },
  });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="menu-/);
  return { type: response.headers.get("content-type"), text: await response.text() };
}

test.each([
  ["json", "application/json", "json"],
  ["csv", "text/csv; charset=utf-8; header=present", "csv"],
])(
  "the menu that is taken along as %s and brought back changes nothing",
  async (ending, type, format) => {
    const file = await taken(ending);
    expect(file.type).toBe(type);
    const preview = await post("draft/import", { fileName: `menu.${ending}`, text: file.text });
    expect(preview).toMatchObject({ format, edits: [], notes: [] });
  },
);

test.each([
  ["jsonld", "application/ld+json", "schema-org"],
  ["foodmenus", "application/json", "food-menus"],
])("as %s it is what others read", async (ending, type, format) => {
  const file = await taken(ending);
  expect(file.type).toBe(type);
  const preview = await post("draft/import", { fileName: "", text: file.text });
  expect(preview).toMatchObject({ format, changes: expect.anything() });
});

test("a preview changes nothing; its edits, sent to the draft, are the menu of the file", async () => {
  const { text } = await taken("csv");
  const rows = text.split("\r\n");
  const at = rows.findIndex((row) => /^"dish"/.test(row));
  const name = /^"dish","[^"]*","[^"]*","([^"]*)"/.exec(rows[at] ?? "")?.[1];
  const dearer = rows.map((row, i) => (i === at ? row.replace(/"\d+\.\d\d"/, '"77.70"') : row));
  const file = { fileName: "menu.csv", text: dearer.join("\r\n") };
  const preview = await post("draft/import", file);
  expect(preview.edits).toMatchObject([{ kind: "set", field: "price", to: 7770 }]);
  expect(await post("draft/import", file)).toEqual(preview);
  const made = await post("draft", { since: preview.revision, edits: preview.edits });
  expect(made.conflicts).toEqual([]);
  expect((await post("draft/import", file)).edits).toEqual([]);
  const draft = await api.app.request("/api/staff/menu/draft", { headers: { cookie } });
  expect(JSON.stringify(await draft.json())).toContain(`"name":${JSON.stringify(name)}`);
});

test("every fault is told at once, with no edits", async () => {
  const text = JSON.stringify({
    name: "",
    currency: "EUR",
    locale: "en",
    categories: [{ items: [] }],
  });
  const preview = await post("draft/import", { fileName: "menu.json", text });
  expect(preview).toMatchObject({ edits: [], changes: null });
  expect(preview.notes.map(({ path }) => path)).toEqual([
    ...["name", "categories[0].name", "categories[0].items"],
  ]);
});
