/** The commands of a tester: what they print and write, and how they end. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { fixtureCommand } from "../../../src/adapters/cli/fixture.ts"
import { forkCommand } from "../../../src/adapters/cli/fork.ts"
import { logCommand } from "../../../src/adapters/cli/log.ts"
import { replayCommand } from "../../../src/adapters/cli/replay.ts"
import { shrinkCommand } from "../../../src/adapters/cli/shrink.ts"
import { written } from "../../../src/replay/bundle.ts"
import { here, recorded } from "../../replay/recording.ts"
import { running } from "../../support/command.ts"
import { orrery, temporaryHome } from "../../support/orrery.ts"

const scene = async () => {
  const home = temporaryHome()
  const log = join(home, "talk.jsonl")
  writeFileSync(log, written(await recorded()))
  const inHome =
    (run: ReturnType<typeof running>) =>
    (...args: ReadonlyArray<string>) =>
      run(args, { ORRERY_HOME: home })
  return { home, log, orrery: inHome(running(logCommand)) }
}

const replay = running(replayCommand)
const fork = running(forkCommand)
const shrink = running(shrinkCommand)
const fixture = running(fixtureCommand)

const failing = (tag: string, message: string) => ({
  failed: { tag, message: expect.stringContaining(message) },
})

describe("orrery log", () => {
  it("imports, lists, shows, follows and exports: the file that comes out is the one that went in", async () => {
    const { home, log, orrery } = await scene()
    expect(await orrery("log", "import", log)).toMatchObject({
      failed: null,
      out: expect.stringMatching(/^\d+ entries of 5 actors taken in/),
    })
    const list = await orrery("log", "list")
    expect(list.out).toMatch(new RegExp(`${here} +11 `))
    const show = await orrery("log", "show", here, "--from", "1", "--to", "1")
    expect(show.out).toMatch(/^ +1 {2}1970.* {2}MESSAGE \{.*← discord:/)
    const tail = await orrery("log", "tail", here, "--last", "2", "--once")
    expect(tail.out.trim().split("\n").length).toBe(2)
    const again = join(home, "again.jsonl")
    expect(await orrery("log", "export", here, "-o", again)).toMatchObject({ failed: null })
    expect(readFileSync(again, "utf8")).toBe(readFileSync(log, "utf8"))
    const packed = join(home, "redacted.jsonl.gz")
    expect(await orrery("log", "export", "--all", "--redact", "-o", packed)).toMatchObject({ failed: null })
    expect(await replay(["replay", packed])).toMatchObject({
      failed: null,
      out: expect.stringContaining("5 of 5 logs ok"),
    })
    expect(await orrery("log", "import", log)).toMatchObject(failing("NotRestorable", "take an empty store"))
  })

  it("says what it cannot find, and where it cannot write", async () => {
    const { home, log, orrery } = await scene()
    await orrery("log", "import", log)
    const missing = failing("NoSuchActor", "conversation/9 is not in")
    expect(await orrery("log", "export", "conversation/9")).toMatchObject(missing)
    expect(await orrery("log", "export", "nobody")).toMatchObject(failing("InputError", "is no address"))
    const both = failing("InputError", `all or ${here}?`)
    expect(await orrery("log", "export", "--all", here)).toMatchObject(both)
    const nowhere = failing("NotWritten", `cannot be written: ${home}/nowhere is not there`)
    expect(await orrery("log", "export", here, "-o", `${home}/nowhere/it.jsonl`)).toMatchObject(nowhere)
  })
})

describe("orrery replay", () => {
  it("ends with 1 at what was changed, with 2 at what is no log, and tells machines", async () => {
    const { home, log } = await scene()
    const changed = join(home, "changed.jsonl")
    writeFileSync(changed, readFileSync(log, "utf8").replaceAll("Lisbon", "London"))
    const broken = await orrery(["replay", changed], {}).ended
    expect([broken.code, broken.out]).toEqual([1, expect.stringContaining("BROKEN")])
    const json = await replay(["replay", "--json", changed])
    expect(JSON.parse(json.out)).toMatchObject({
      file: changed,
      logs: [{ ok: false, trouble: { type: "broken" } }, {}, {}, {}, {}],
    })
    const other = join(home, "other.jsonl")
    writeFileSync(other, "hello\n")
    expect(await orrery(["replay", log, other], {}).ended).toMatchObject({
      code: 2,
      out: expect.stringMatching(/other\.jsonl:1: this is no(.|\n)*5 of 5 logs ok/),
      err: expect.stringContaining("1 of 2 files cannot be replayed"),
    })
  })

  it("takes a directory on several threads", async () => {
    const { home, log } = await scene()
    mkdirSync(join(home, "many"))
    for (let n = 0; n < 20; n++) writeFileSync(join(home, `many/${n}.jsonl`), readFileSync(log))
    expect(await replay(["replay", join(home, "many")])).toMatchObject({
      failed: null,
      out: expect.stringContaining("100 of 100 logs ok"),
    })
  })
})

describe("orrery fork", () => {
  it("shows what another reply comes to", async () => {
    const { log } = await scene()
    const args = ["--of", "agent/0-0001", "--at", "3", "--text", "Congratulations!"]
    expect((await fork(["fork", log, ...args])).out).toContain(
      "+ writer in 300000000000000001: Congratulations!",
    )
  })
})

describe("orrery shrink", () => {
  it("cuts a log down to what makes a command fail", async () => {
    const { home, log } = await scene()
    const short = join(home, "short.jsonl")
    const args = ["shrink", log, "-o", short, "--fails"]
    expect(await shrink([...args, "! grep -q REMEMBER"])).toMatchObject({ failed: null })
    expect(readFileSync(short, "utf8")).toContain("REMEMBER")
    expect(readFileSync(short, "utf8").length).toBeLessThan(readFileSync(log, "utf8").length / 4)
  })

  it("takes no command that cannot be run for one that fails", async () => {
    const { home, log } = await scene()
    const short = join(home, "short.jsonl")
    const args = ["shrink", log, "-o", short, "--fails"]
    expect(await shrink([...args, `${home}/nowhere`])).toMatchObject(failing("InputError", "cannot be run"))
    expect(await shrink([...args, "kill -INT $$; #"])).toMatchObject(failing("InputError", "does not fail"))
    expect(existsSync(short)).toBe(false)
  })
})

describe("orrery fixture", () => {
  it("writes a test, and leaves the one that is there with its log", async () => {
    const { home, log } = await scene()
    const out = join(home, "test")
    expect(await fixture(["fixture", log, "-o", out])).toMatchObject(failing("NotWritten", "is not there"))
    mkdirSync(out)
    expect(await fixture(["fixture", log, "-o", out])).toMatchObject({ failed: null })
    const test = readFileSync(join(out, "talk.test.ts"), "utf8")
    expect(test).toContain('import { replay } from "orrery/testing"')
    expect(test).toContain("Lisbon")
    const kept = readFileSync(log, "utf8")
    const [first] = await recorded()
    writeFileSync(log, written([first!]))
    const there = failing("NotWritten", "talk.test.ts is there already")
    expect(await fixture(["fixture", log, "-o", out])).toMatchObject(there)
    expect(readFileSync(join(out, "talk.jsonl"), "utf8")).toBe(kept)
  })
})
