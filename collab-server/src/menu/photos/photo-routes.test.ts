import { photoPath, photoWidths } from "@tureen/shared/menu/photo";
import { MAX_PHOTO_BYTES } from "@tureen/shared/platform/limits";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LiveNode, startLiveNode } from "../../testing/live-node.ts";
import { connectPhone } from "../../testing/live-phone.ts";
import { openLiveTable } from "../../testing/live-table.ts";
import { heicPhoto, noisyPicture, phonePhoto, twoHalves } from "../../testing/photo-files.ts";
import { type StaffRoleName, startTestApi, type TestApi } from "../../testing/test-api.ts";
import { createPhotoEncoder } from "./photo-encoder.ts";

let api: TestApi;
let live: LiveNode;
let manager: string;
beforeAll(async () => {
  api = await startTestApi();
  live = await startLiveNode({ database: api.db.pool });
  manager = await api.signIn(api.here, "manager");
});
afterAll(async () => {
  await live.close();
  await api.close();
});

interface Sent {
  readonly status: number;
  readonly body: { hash: string; width: number; height: number; placeholder: string };
  readonly code: string | undefined;
}

/** Sends a file as a phone does; `headers` replace what it says of it. */
async function upload(
  file: Uint8Array,
  cookie: string | undefined = manager,
  headers: Record<string, string> = {},
): Promise<Sent> {
  const response = await api.app.request("/api/staff/menu/photos", {
    method: "POST",
    headers: {
      ...{ "content-type": "image/jpeg", "content-length": String(file.byteLength) },
      ...(cookie && { cookie }),
      ...headers,
    },
    body: new Uint8Array(file),
  });
  const body = (await response.json()) as Sent["body"] & { error?: { code: string } };
  return { status: response.status, body, code: body.error?.code };
}

const countPhotos = async () => {
  const { rows } = await api.db.owner.query<{ photos: number }>(
    "select count(*)::int as photos from menu_photos",
  );
  return rows[0]?.photos;
};

describe("A manager's photo", () => {
  it("is served for good in its widths and formats, without what was recorded with it", async () => {
    const { status, body } = await upload(await phonePhoto());
    expect(status).toBe(200);
    expect(body).toMatchObject({ width: 600, height: 800 });
    const { restaurantId } = api.here;
    for (const width of photoWidths(body.width)) {
      for (const format of ["avif", "webp"] as const) {
        const path = photoPath(restaurantId, body, width, format);
        const response = await api.app.request(path);
        expect(response.status).toBe(200);
        expect(response.headers.get("content-type")).toBe(`image/${format}`);
        expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
        expect(response.headers.get("x-content-type-options")).toBe("nosniff");
        const picture = Buffer.from(await response.arrayBuffer());
        expect(await sharp(picture).metadata()).toMatchObject({ width });
        expect(picture.includes("Spybrand")).toBe(false);
        const etag = response.headers.get("etag") ?? "";
        const again = await api.app.request(path, { headers: { "if-none-match": etag } });
        expect(again.status).toBe(304);
      }
    }
    expect(api.logged.join("")).not.toContain(body.hash);
  });

  it("is kept once, and who sent it is on record", async () => {
    const file = await twoHalves(300, 200).png().toBuffer();
    const first = await upload(file);
    const before = await countPhotos();
    expect((await upload(file)).body).toEqual(first.body);
    expect(await countPhotos()).toBe(before);
    const { rows } = await api.db.owner.query(
      "select actor_kind, details from session_activity_log where action = 'menu.photo' and details ->> 'hash' = $1",
      [first.body.hash],
    );
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({ actor_kind: "staff" });
  });

  it("is not to be had with another restaurant's id, nor in a width that it does not have", async () => {
    const { body } = await upload(await twoHalves(320, 240).webp().toBuffer());
    const there = await api.app.request(photoPath(api.there.restaurantId, body, 320, "webp"));
    expect(there.status).toBe(404);
    for (const width of [319, 640, 9999]) {
      const path = photoPath(api.here.restaurantId, body, width, "webp");
      expect((await api.app.request(path)).status).toBe(404);
    }
    for (const file of ["x", `${body.hash}-320.svg`, `${body.hash}-320.webp.js`, `%2e%2e-1.webp`]) {
      const path = `/api/photos/${api.here.restaurantId}/${file}`;
      expect([400, 404]).toContain((await api.app.request(path)).status);
    }
    const twin = await upload(
      await twoHalves(320, 240).webp().toBuffer(),
      await api.signIn(api.there, "manager"),
    );
    expect(twin.body.hash).not.toBe(body.hash);
  });
});

describe("An upload", () => {
  it.each<[string, () => Promise<string | undefined>, number]>([
    ["nobody", async () => "", 401],
    ["a waiter", () => api.signIn(api.here, "waiter"), 403],
    ["the kitchen", () => api.signIn(api.here, "kitchen" satisfies StaffRoleName), 403],
  ])("of %s is refused and keeps nothing", async (_, cookie, status) => {
    const before = await countPhotos();
    const sent = await upload(await twoHalves(64, 48).png().toBuffer(), await cookie());
    expect(sent.status).toBe(status);
    expect(await countPhotos()).toBe(before);
  });

  it("of another site is refused", async () => {
    const file = await twoHalves(64, 48).png().toBuffer();
    const sent = await upload(file, manager, { origin: "https://evil.example" });
    expect(sent).toMatchObject({ status: 403, code: "origin-refused" });
  });

  it.each<[string, () => Promise<Uint8Array> | Uint8Array, Record<string, string>, number, string]>(
    [
      ["0 bytes", () => new Uint8Array(), {}, 422, "photo-broken"],
      ["text", () => Buffer.from("hello"), {}, 415, "photo-type"],
      [
        "an SVG with a script",
        () => Buffer.from("<svg><script>1</script></svg>"),
        {},
        415,
        "photo-type",
      ],
      [
        "JSON, by what it says",
        () => Buffer.from("{}"),
        { "content-type": "application/json" },
        415,
        "photo-type",
      ],
      ["a form", () => Buffer.from("a=b"), { "content-type": "text/plain" }, 415, "photo-type"],
      [
        "half of an iPhone's",
        async () => (await heicPhoto()).subarray(0, 1_200),
        {},
        422,
        "photo-broken",
      ],
      [
        "half a photo",
        async () => (await phonePhoto()).subarray(0, 3_000),
        {},
        422,
        "photo-broken",
      ],
      ["too many pixels", () => noisePng(8_000, 7_000), {}, 413, "photo-too-many-pixels"],
    ],
  )("of %s is refused in words", async (_, file, headers, status, code) => {
    expect(await upload(await file(), manager, headers)).toMatchObject({ status, code });
  });

  it("of more bytes than allowed is refused before it is read", async () => {
    const length = String(MAX_PHOTO_BYTES + 1);
    const sent = await upload(new Uint8Array(8), manager, { "content-length": length });
    expect(sent).toMatchObject({ status: 413, code: "photo-too-large" });
    // Without its length said it is read here, and no further than any other body.
    const response = await api.app.request("/api/staff/menu/photos", {
      ...{ method: "POST", headers: { cookie: manager, "content-type": "image/png" } },
      body: new Uint8Array(200_000),
    });
    expect(response.status).toBe(413);
  });
});

const noisePng = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#abc" } })
    .png()
    .toBuffer();

describe("While a large photo is encoded", () => {
  it("edits are saved one after the other", async () => {
    const table = await openLiveTable(api.db.pool);
    const phone = await connectPhone(live, table, "d1");
    const file = await noisyPicture(3000, 2250).jpeg({ quality: 95 }).toBuffer();
    let done = false;
    const encoding = createPhotoEncoder()
      .encode(file)
      .finally(() => {
        done = true;
      });
    let saved = 0;
    while (!done && saved < 40) {
      await phone.add(table);
      if (!done) saved += 1;
    }
    expect(await encoding).toMatchObject({ width: 1280, height: 960 });
    // All of this within one photo: each is a round trip with a transaction, so the process was free.
    expect(saved).toBeGreaterThanOrEqual(10);
    phone.destroy();
  });

  it("others wait, and no more than a few", async () => {
    const { encode, close } = createPhotoEncoder({ maxWaiting: 1 });
    const file = await twoHalves(40, 30).png().toBuffer();
    const asked = Array.from({ length: 3 }, () =>
      encode(file).then(
        () => "encoded",
        ({ code }: { code: string }) => code,
      ),
    );
    expect(await Promise.all(asked)).toEqual(["encoded", "encoded", "rate-limited"]);
    close();
    await expect(encode(file)).rejects.toMatchObject({ code: "restarting" });
  });

  it("one that takes too long is given up", async () => {
    const { encode } = createPhotoEncoder({ maxMs: 1 });
    const file = await twoHalves(400, 300).png().toBuffer();
    await expect(encode(file)).rejects.toMatchObject({ code: "photo-too-many-pixels" });
  });
});
