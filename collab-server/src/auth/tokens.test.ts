import { SignJWT, UnsecuredJWT } from "jose";
import { describe, expect, it } from "vitest";
import { DINER_TOKEN_LIFE_MS, issueDinerToken, verifyDinerToken } from "./tokens.ts";

const key = new TextEncoder().encode("the right key, long enough for it all");
const identity = { restaurantId: "r", sessionId: "s", diner: "d3" };

const forged = () =>
  new SignJWT({ sid: "s", rid: "r" })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer("tureen")
    .setAudience("diner")
    .setSubject("d3")
    .setExpirationTime("5m");

describe("a diner's access token", () => {
  it("says whose it is and until when", async () => {
    const now = Date.now();
    const { token, expiresAt } = await issueDinerToken(key, identity, now);
    expect(await verifyDinerToken(key, token)).toEqual({ ...identity, expiresAt });
    expect(Math.abs(expiresAt - now - DINER_TOKEN_LIFE_MS)).toBeLessThan(1_000);
  });

  it("is refused as expired when only its time is over", async () => {
    const { token } = await issueDinerToken(
      key,
      identity,
      Date.now() - DINER_TOKEN_LIFE_MS - 5_000,
    );
    await expect(verifyDinerToken(key, token)).rejects.toMatchObject({ code: "token-expired" });
  });

  it("accepts what it would sign itself", async () => {
    await expect(verifyDinerToken(key, await forged().sign(key))).resolves.toMatchObject(identity);
  });

  it.each([
    [
      "another key",
      () => forged().sign(new TextEncoder().encode("another key, as long as the right")),
    ],
    ["another audience", () => forged().setAudience("staff").sign(key)],
    ["another issuer", () => forged().setIssuer("somebody").sign(key)],
    [
      "another algorithm",
      () => forged().setProtectedHeader({ alg: "HS512" }).sign(new Uint8Array(64)),
    ],
    [
      "no algorithm",
      async () => new UnsecuredJWT({ sid: "s", rid: "r" }).setSubject("d3").encode(),
    ],
    [
      "no expiry",
      () =>
        new SignJWT({ sid: "s", rid: "r" })
          .setProtectedHeader({ alg: "HS256" })
          .setIssuer("tureen")
          .setAudience("diner")
          .setSubject("d3")
          .sign(key),
    ],
    [
      "no session",
      () =>
        new SignJWT({ rid: "r" })
          .setProtectedHeader({ alg: "HS256" })
          .setIssuer("tureen")
          .setAudience("diner")
          .setSubject("d3")
          .setExpirationTime("5m")
          .sign(key),
    ],
    [
      "a session that is no text",
      () =>
        new SignJWT({ sid: 7, rid: "r" })
          .setProtectedHeader({ alg: "HS256" })
          .setIssuer("tureen")
          .setAudience("diner")
          .setSubject("d3")
          .setExpirationTime("5m")
          .sign(key),
    ],
    ["nonsense", async () => "nonsense"],
    ["nothing", async () => ""],
  ])("is refused with %s", async (_, make) => {
    await expect(verifyDinerToken(key, await make())).rejects.toMatchObject({
      code: "token-invalid",
    });
  });
});
