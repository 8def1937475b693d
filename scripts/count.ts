/** Reads Vitest's JSON report and prints `N passed, N failed`, the skipped ones by name before it. Fails when none ran. */
import { readFileSync } from "node:fs"
import { Schema } from "effect"

const Report = Schema.fromJsonString(
  Schema.Struct({
    numPassedTests: Schema.Int,
    numFailedTests: Schema.Int,
    numFailedTestSuites: Schema.Int,
    testResults: Schema.Array(
      Schema.Struct({
        name: Schema.String,
        status: Schema.String,
        assertionResults: Schema.Array(Schema.Struct({ fullName: Schema.String, status: Schema.String })),
      }),
    ),
  }),
)

const read = (): typeof Report.Type | null => {
  try {
    return Schema.decodeUnknownSync(Report)(readFileSync(process.argv[2] ?? "", "utf8"))
  } catch {
    return null
  }
}

const report = read()
const tests = report?.testResults.flatMap((file) => file.assertionResults) ?? []
const skipped = tests.filter(
  ({ status }) => status === "skipped" || status === "pending" || status === "todo",
)
for (const { fullName } of skipped) console.log(`skipped: ${fullName}`)
if (skipped.length > 0) console.log(`${skipped.length} skipped`)

/** A file that broke before its first test counts as one failure. */
const broken =
  report?.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0) ?? []
const passed = report?.numPassedTests ?? 0
const failed = (report?.numFailedTests ?? 0) + broken.length + (passed === 0 ? 1 : 0)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
