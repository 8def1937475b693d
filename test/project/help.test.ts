/** Programs beside `orrery` say what they are for, and what they were not asked rightly. */
import { execFile } from "node:child_process"
import { join } from "node:path"
import { expect, it } from "vitest"

const root = join(import.meta.dirname, "../..")

const run = (program: string, ...args: ReadonlyArray<string>) =>
  new Promise<{ code: unknown; said: string }>((resolve) => {
    execFile(process.execPath, [join(root, program), ...args], (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, said: `${stdout}${stderr}` }),
    )
  })

it("the benches are listed, each with what it measures", async () => {
  const { code, said } = await run("bench/main.ts", "--help")
  expect(code).toBe(0)
  expect(said).toContain("replay         How fast recorded logs replay")
  expect(said.match(/^ {2}[a-z-]+ +[A-Z].+/gm)!.length).toBeGreaterThan(15)
})

it("a bench says what it does in full without running", async () => {
  const { code, said } = await run("bench/main.ts", "economy", "--help")
  expect(code).toBe(0)
  expect(said).toContain("[--price 0.4,1.6]")
})

it("what is no bench and no option is named, with what there is", async () => {
  const bench = await run("bench/main.ts", "--nonsense")
  expect(bench).toMatchObject({ code: 2, said: expect.stringMatching(/--nonsense.*\n.*--help/) })
  const seeds = await run("test/simulation/main.ts", "--nonsense")
  expect(seeds.code).toBe(2)
  expect(seeds.said).toMatch(/^simulate: Unknown option '--nonsense'.*\n\nnpm run simulate -- \[--seeds N\]/s)
})
