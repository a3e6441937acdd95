import { expect, test } from "vitest";
import { newPin, newToken, restaurantOfToken, secretsEqual } from "../platform/tokens.ts";
import { hashPassword, isOutdated, verifyPassword } from "./passwords.ts";

test("a password fits its own hash only, and no two hashes are equal", async () => {
  const [a, b] = await Promise.all([hashPassword("soupe à l’oignon"), hashPassword("soupe")]);
  expect(await verifyPassword("soupe à l’oignon".normalize("NFD"), a)).toBe(true);
  expect(await verifyPassword("soupe", a)).toBe(false);
  expect(await verifyPassword("", b)).toBe(false);
  expect(await hashPassword("soupe")).not.toBe(b);
  for (const broken of ["", "soupe", "scrypt$1$1$1$x$y", b.slice(0, -1)]) {
    expect(await verifyPassword("soupe", broken)).toBe(false);
  }
});

test("tokens name their restaurant, PINs are digits, secrets compare whole", () => {
  const id = "018f0000-0000-7000-8000-000000000000";
  const token = newToken(id);
  expect(restaurantOfToken(token)).toBe(id);
  for (const bad of ["", id, `${token}x`, token.replace(".", ","), token.toUpperCase()]) {
    expect(restaurantOfToken(bad)).toBeNull();
  }
  expect(newPin(6)).toMatch(/^\d{6}$/);
  expect(secretsEqual("123456", "123456")).toBe(true);
  expect(secretsEqual("123456", "12345")).toBe(false);
});

test("a hash made with weaker parameters still fits, and is known to be outdated", async () => {
  const { scryptSync } = await import("node:crypto");
  const salt = Buffer.alloc(16, 7);
  const key = scryptSync("soupe", salt, 32, { N: 2 ** 10, r: 8, p: 1 });
  const weak = `scrypt$1024$8$1$${salt.toString("base64url")}$${key.toString("base64url")}`;
  expect(await verifyPassword("soupe", weak)).toBe(true);
  expect(await verifyPassword("sauce", weak)).toBe(false);
  expect(isOutdated(weak)).toBe(true);
  expect(isOutdated("nonsense")).toBe(true);
  expect(isOutdated(await hashPassword("soupe"))).toBe(false);
});

test("a flood of checks is turned away instead of eating memory, and the rest are answered", async () => {
  const hash = await hashPassword("soupe");
  const flood = await Promise.allSettled(
    Array.from({ length: 80 }, () => verifyPassword("wrong", hash.replace("$32768$", "$1024$"))),
  );
  const refused = flood.filter((result) => result.status === "rejected");
  expect(refused).toHaveLength(80 - 66);
  for (const { reason } of refused) expect(reason).toMatchObject({ code: "overloaded" });
  expect(await verifyPassword("soupe", hash)).toBe(true);
});
