/** The commands of a tester, as processes: what they print, and how they end. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { written } from "../../../src/replay/bundle.ts"
import { here, recorded } from "../../replay/recording.ts"
import { orrery, temporaryHome } from "../../support/orrery.ts"

const scene = async () => {
  const home = temporaryHome()
  const log = join(home, "talk.jsonl")
  writeFileSync(log, written(await recorded()))
  const run = (...args: ReadonlyArray<string>) => orrery(args, { ORRERY_HOME: home }).ended
  return { home, log, run }
}

describe("orrery log", () => {
  it("imports, lists, shows, follows and exports: the file that comes out is the one that went in", async () => {
    const { home, log, run } = await scene()
    expect(await run("log", "import", log)).toMatchObject({
      code: 0,
      out: expect.stringContaining("are taken in"),
    })
    const list = await run("log", "list")
    expect(list.out).toMatch(new RegExp(`${here} +11 `))
    const show = await run("log", "show", here, "--from", "1", "--to", "1")
    expect(show.out).toMatch(/^ +1 {2}1970.* {2}MESSAGE \{.*← discord:/)
    const tail = await run("log", "tail", here, "--last", "2", "--once")
    expect(tail.out.trim().split("\n").length).toBe(2)
    const again = join(home, "again.jsonl")
    expect(await run("log", "export", here, "-o", again)).toMatchObject({ code: 0 })
    expect(readFileSync(again, "utf8")).toBe(readFileSync(log, "utf8"))
    const packed = join(home, "redacted.jsonl.gz")
    expect(await run("log", "export", "--all", "--redact", "-o", packed)).toMatchObject({ code: 0 })
    expect(await run("replay", packed)).toMatchObject({
      code: 0,
      out: expect.stringContaining("5 of 5 logs ok"),
    })
    expect((await run("log", "import", log)).code).toBe(2)
  })

  it("says what it cannot find", async () => {
    const { log, run } = await scene()
    await run("log", "import", log)
    expect(await run("log", "export", "conversation/9")).toMatchObject({
      code: 2,
      err: expect.stringContaining("conversation/9 is not in"),
    })
    expect(await run("log", "export", "nobody")).toMatchObject({
      code: 2,
      err: expect.stringContaining("is no address"),
    })
  })
})

describe("orrery replay", () => {
  it("ends with 1 at what was changed, with 2 at what is no log, and tells machines", async () => {
    const { home, log, run } = await scene()
    expect((await run("replay", log)).code).toBe(0)
    const changed = join(home, "changed.jsonl")
    writeFileSync(changed, readFileSync(log, "utf8").replaceAll("Lisbon", "London"))
    const broken = await run("replay", changed)
    expect([broken.code, broken.out]).toEqual([1, expect.stringContaining("BROKEN")])
    const json = await run("replay", "--json", changed)
    expect(JSON.parse(json.out)).toMatchObject({
      file: changed,
      logs: [{ ok: false, trouble: { type: "broken" } }, {}, {}, {}, {}],
    })
    const other = join(home, "other.jsonl")
    writeFileSync(other, "hello\n")
    expect(await run("replay", other)).toMatchObject({
      code: 2,
      err: expect.stringContaining("other.jsonl:1: this is no"),
    })
  })

  it("takes a directory on several threads", async () => {
    const { home, log, run } = await scene()
    mkdirSync(join(home, "many"))
    for (let n = 0; n < 20; n++) writeFileSync(join(home, `many/${n}.jsonl`), readFileSync(log))
    expect(await run("replay", join(home, "many"))).toMatchObject({
      code: 0,
      out: expect.stringContaining("100 of 100 logs ok"),
    })
  })
})

describe("orrery fork, shrink and fixture", () => {
  it("show what another reply comes to, cut a log down, and write a test", async () => {
    const { home, log, run } = await scene()
    const fork = await run("fork", log, "--of", "agent/0-0001", "--at", "3", "--text", "Congratulations!")
    expect(fork.out).toContain("+ writer in 300000000000000001: Congratulations!")
    const short = join(home, "short.jsonl")
    const shrink = await run("shrink", log, "--fails", "! grep -q REMEMBER", "-o", short)
    expect(shrink.code).toBe(0)
    expect(readFileSync(short, "utf8")).toContain("REMEMBER")
    expect(readFileSync(short, "utf8").length).toBeLessThan(readFileSync(log, "utf8").length / 4)
    expect((await run("fixture", log, "-o", home)).code).toBe(0)
    const test = readFileSync(join(home, "talk.test.ts"), "utf8")
    expect(test).toContain('import { replay } from "orrery/testing"')
    expect(test).toContain("Lisbon")
    expect(await run("fixture", log, "-o", home)).toMatchObject({
      code: 2,
      err: expect.stringContaining("is there already"),
    })
  }, 120_000)
})
