import { SignJWT, UnsecuredJWT } from "jose";
import { describe, expect, it } from "vitest";
import { DINER_TOKEN_LIFE_MS, issueDinerToken, verifyDinerToken } from "./tokens.ts";

const key = new TextEncoder().encode("the right key, long enough for it all");
const identity = { restaurantId: "r", sessionId: "s", diner: "d3" };

/** A token like ours, but for what is changed; undefined leaves a claim out. */
function forge(
  changes: Record<string, unknown> = {},
  { alg = "HS256", by = key }: { alg?: string; by?: Uint8Array } = {},
): Promise<string> {
  const exp = Math.floor(Date.now() / 1000) + 300;
  const claims = { iss: "tureen", aud: "diner", sub: "d3", sid: "s", rid: "r", exp, ...changes };
  return new SignJWT(claims).setProtectedHeader({ alg }).sign(by);
}

describe("a diner's access token", () => {
  it("says whose it is and until when", async () => {
    const now = Date.now();
    const { token, expiresAt } = await issueDinerToken(key, identity, now);
    expect(await verifyDinerToken([key], token)).toEqual({ ...identity, expiresAt });
    expect(Math.abs(expiresAt - now - DINER_TOKEN_LIFE_MS)).toBeLessThan(1_000);
  });

  it("is refused as expired when only its time is over", async () => {
    const { token } = await issueDinerToken(
      key,
      identity,
      Date.now() - DINER_TOKEN_LIFE_MS - 5_000,
    );
    await expect(verifyDinerToken([key], token)).rejects.toMatchObject({ code: "token-expired" });
  });

  it("accepts what it would sign itself", async () => {
    await expect(verifyDinerToken([key], await forge())).resolves.toMatchObject(identity);
  });

  it("is good by any of the keys that are believed, its expiry and audience as ever", async () => {
    const next = new TextEncoder().encode("the next key, long enough for it all");
    const { token } = await issueDinerToken(key, identity);
    await expect(verifyDinerToken([next, key], token)).resolves.toMatchObject(identity);
    await expect(verifyDinerToken([next], token)).rejects.toMatchObject({ code: "token-invalid" });
    const old = await issueDinerToken(key, identity, Date.now() - DINER_TOKEN_LIFE_MS - 5_000);
    await expect(verifyDinerToken([next, key], old.token)).rejects.toMatchObject({
      code: "token-expired",
    });
    for (const wrong of [await forge({ aud: "staff" }), await forge({ sid: undefined })]) {
      await expect(verifyDinerToken([next, key], wrong)).rejects.toMatchObject({
        code: "token-invalid",
      });
    }
  });

  it.each([
    ["another key", () => forge({}, { by: new TextEncoder().encode("another key, as long") })],
    ["another audience", () => forge({ aud: "staff" })],
    ["another issuer", () => forge({ iss: "somebody" })],
    ["another algorithm", () => forge({}, { alg: "HS512", by: new Uint8Array(64).fill(1) })],
    ["no algorithm", async () => new UnsecuredJWT({ sid: "s", rid: "r", sub: "d3" }).encode()],
    ["no expiry", () => forge({ exp: undefined })],
    ["no session", () => forge({ sid: undefined })],
    ["a session that is no text", () => forge({ sid: 7 })],
    ["nonsense", async () => "nonsense"],
    ["nothing", async () => ""],
  ])("is refused with %s", async (_, make) => {
    const token = await make();
    await expect(verifyDinerToken([key], token)).rejects.toMatchObject({ code: "token-invalid" });
  });
});
