import { defineConfig } from "vitest/config"

/** What measures itself against a clock of its own, such as leases, has the machine to itself. */
const alone = ["test/chaos/**/*.test.ts", "test/e2e/**/*.test.ts"]

export default defineConfig({
  test: {
    setupFiles: ["test/support/properties.ts", "test/support/edges.ts"],
    // Against what hangs alone: on a machine whose disk is cold, one process of Orrery takes long to start.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    projects: [
      {
        extends: true,
        test: {
          name: "side by side",
          include: ["test/**/*.test.ts"],
          exclude: alone,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      { extends: true, test: { name: "alone", include: alone, maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
})
