/**
 * The release that may still be running while this one is rolled out: its commit, and the last
 * migration that it knows. Moved on with every release.
 */
export const previousRelease = {
  commit: "f0083cc60bf5ea617c7c6f104a3655f8bde7451d",
  migration: "0006_rate_limits",
} as const;
