import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "node",
    include: ["{shared,persistence,collab-server,web,infra}/**/*.test.{ts,tsx}"],
    exclude: ["**/node_modules/**", "**/dist/**", "web/e2e/**"],
    // Much of a test is waiting for another process.
    maxWorkers: 2,
    // Real databases are made in hooks; a busy machine with two cores needs more than the default.
    testTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
    hookTimeout: 60_000,
  },
});
