// Journeys in a real browser; see e2e/desk.ts for what they need.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["e2e/**/*.test.ts"],
    testTimeout: 40_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
