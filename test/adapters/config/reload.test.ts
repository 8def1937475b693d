/** The configuration of a running Orrery: the real program, real signals, real files. */
import { renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { orrery, temporaryHome } from "../../support/orrery.ts"

const started = async (text: string) => {
  const home = temporaryHome()
  const file = join(home, "orrery.toml")
  writeFileSync(file, text)
  const running = orrery(["start", "--config", file], { ORRERY_HOME: home })
  await running.says(/Orrery runs/)
  const [, inspector] = await running.says(/inspector +(http:\/\/127\.0\.0\.1:\d+)/)
  /** As an editor does: another file takes its place. */
  const save = (text: string) => {
    writeFileSync(`${file}.new`, text)
    renameSync(`${file}.new`, file)
  }
  return { running, file, save, inspector: inspector! }
}

describe("a running Orrery", () => {
  it("refuses a bad new file, and takes a good one, without a restart", async () => {
    const { running, file, save, inspector } = await started("[retention]\nkeep_days = 30\n")

    save("[retention]\nkeep_days = 0\nkeep_day = 3\n")
    await running.says(
      /is refused, and the old one stays\..*\n.*:2:13: retention\.keep_days: .*\n.*did you mean/,
      "err",
    )
    save("[retention]\nkeep_days = \n")
    await running.says(/:2:13: retention\.keep_days: nothing follows the =/, "err")

    save("[retention]\nkeep_days = 31\n[pool]\nagents = 9\n[discord]\ntoken = 'hunter2'\n")
    await running.says(/is read again: retention\.keep_days = 31 \(was 30\)\n/, "err")
    await running.says(/takes effect at the next start: discord\.token, pool\.agents\n/, "err")

    running.process.kill("SIGHUP")
    await running.says(/is read again: nothing has changed\n/, "err")

    expect((await fetch(`${inspector}/ready`)).status).toBe(200)
    running.process.kill("SIGTERM")
    const { code, out, err } = await running.ended
    expect(code).toBe(0)
    expect(out + err).not.toContain("hunter2")
    expect(err).toContain(file)
  })

  it("reads again on SIGHUP what the environment and the file say together", async () => {
    const { running, save } = await started("")
    save('[[partners.users]]\ndiscord_id = "549170854458687509"\nname = "ada"\n[templates.research]\n')
    running.process.kill("SIGHUP")
    await running.says(/is read again: partners, templates\n/, "err")
  })
})
