import { join } from "node:path"
import { defineConfig } from "vitest/config"

/** What measures itself against a clock of its own, such as leases and how slow answers are, has the machine to itself. */
const alone = ["test/chaos/**/*.test.ts", "test/e2e/cluster.test.ts", "test/deploy/prometheus.test.ts"]

/** What looks at the process it is in has one to itself; and what takes longest, for these begin first. */
const apart = ["test/adapters/profile/*.test.ts", "test/simulation/simulation.test.ts"]

// Processes that tests start compile what they import once.
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, "node_modules/.cache/compile")

export default defineConfig({
  test: {
    setupFiles: ["test/support/properties.ts", "test/support/edges.ts"],
    // Against what hangs alone: on a machine whose disk is cold, one process of Orrery takes long to start.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    // The same: what is looked at again until it is so comes late on a busy machine.
    expect: { poll: { timeout: 60_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "side by side",
          include: ["test/**/*.test.ts"],
          exclude: [...alone, ...apart],
          // Importing a file takes longer than most take to run, and no module keeps anything that a test could change.
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: "apart", include: apart, maxWorkers: 2, sequence: { groupOrder: 0 } },
      },
      { extends: true, test: { name: "alone", include: alone, maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
})
