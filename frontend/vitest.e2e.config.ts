// Journeys in a real browser; see e2e/desk.ts for what they need.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["e2e/**/*.test.ts"],
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // A poll ends with the first right answer; a second is too short where compilers run beside.
    expect: { poll: { timeout: 20_000 } },
    // Each file has a helpdesk and a browser of its own; most of a journey is waiting for an undo window.
    maxWorkers: 2,
  },
});
