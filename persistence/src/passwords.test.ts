import { expect, test } from "vitest";
import { hashPassword, verifyPassword } from "./passwords.ts";
import { newPin, newToken, restaurantOfToken, secretsEqual } from "./tokens.ts";

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
