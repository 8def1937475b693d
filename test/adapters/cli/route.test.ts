/** `orrery route` as people use it. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { describe, expect, it } from "vitest"
import { routeCommand } from "../../../src/adapters/cli/route.ts"
import { running } from "../../support/command.ts"
import { orrery } from "../../support/orrery.ts"

const route = running(routeCommand)

const folder = mkdtempSync(join(tmpdir(), "route-"))
const listed = (name: string, ...lines: ReadonlyArray<string>) => {
  const file = join(folder, name)
  writeFileSync(file, lines.join("\n"))
  return file
}
const said = (text: string) => JSON.stringify({ text })

describe("orrery route", () => {
  it("tells of each message who answers, by which route, and why", async () => {
    const file = listed(
      "all.jsonl",
      said("@Writer, a tagline please"),
      said("Two headlines and an estimate"),
      "",
      said("is this correlation real?"),
      said("see you tomorrow"),
    )
    const { code, out, err } = await orrery(["route", file, "--json"], {}).ended
    expect([code, err]).toEqual([0, ""])
    expect(
      out
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { responders: ["writer"], route: "mention", reason: "it calls Writer by name" },
      {
        responders: ["analyst", "writer"],
        route: "keyword",
        reason: "Analyst listens for “estimate”; Writer listens for “headline” and heard “headlines”",
      },
      { responders: ["analyst"], route: "manager", reason: "Analyst knows about “correlation”" },
      {
        responders: [],
        route: "none",
        reason: "it is talk among people; nobody was called, so nobody answers",
      },
    ])
  })

  it("is a table for people", async () => {
    const { failed, out } = await route(["route", listed("table.jsonl", said("Writer: hello"), said("lol"))])
    expect(failed).toBe(null)
    expect(out.split("\n").map((line) => line.split(/ {2,}/).slice(0, 3))).toEqual([
      ["ROUTE", "WHO ANSWERS", "MESSAGE"],
      ["mention", "Writer", "Writer: hello"],
      ["none", "-", "lol"],
      [""],
      ["2 messages: 1 mention, 0 keyword, 0 manager, 1 none"],
      [""],
    ])
  })

  it("goes by the way of working together and the mode of the configuration, and by another mode to try it", async () => {
    const config = listed("orrery.toml", "[team]", 'coordination = "round_robin"')
    const file = listed(
      "turns.jsonl",
      said("a headline"),
      said("lol"),
      said("Analyst, how many?"),
      said("and now?"),
    )
    const routed = async (...args: ReadonlyArray<string>) => {
      const { failed, out } = await route(["route", file, "--json", "--config", config, ...args])
      expect(failed).toBe(null)
      const decisions = out
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line))
      return decisions.map(({ route, responders }) => `${route} ${responders}`)
    }
    const [first, second, called, third] = await routed()
    expect([first, second, called]).toEqual(["order analyst", "order strategist", "mention analyst"])
    expect(third).toBe("order writer")
    expect(await routed("--mode", "mentions")).toEqual(["none ", "none ", "mention analyst", "none "])
    expect(await routed("--coordination", "supervisor")).toEqual([
      "lead strategist",
      "lead strategist",
      "mention analyst",
      "lead strategist",
    ])
  })

  it("reads standard input, and another team", async () => {
    const team = mkdtempSync(join(tmpdir(), "team-"))
    writeFileSync(
      join(team, "cook.md"),
      "---\nname: Cook\nrole: Cooks\ntriggers: [Kochplan]\nlanguage: de\n---\nYou cook.",
    )
    const main = join(import.meta.dirname, "../../../src/main.ts")
    const child = spawn(process.execPath, [main, "route", "-", "--json", "--brains", team])
    child.stdin.end(said("Wer macht die Kochpläne?"))
    const [out] = await Promise.all([text(child.stdout), once(child, "exit")])
    expect(JSON.parse(out)).toEqual({
      responders: ["cook"],
      route: "keyword",
      reason: "Cook listens for “kochplan” and heard “Kochpläne”",
    })
  })

  it("names the lines that it cannot read, decides the others, and ends with 2", async () => {
    const file = listed("bad.jsonl", said("lol"), "nonsense", '{"txt": 1}', said("Writer: hello"))
    const { code, out, err } = await orrery(["route", file, "--json"], {}).ended
    expect(code).toBe(2)
    expect(err.trimEnd().split("\n")).toEqual([
      `orrery: ${file}: not of the form {"text": "…"}, and left out:`,
      "  line 2: nonsense",
      '  line 3: {"txt": 1}',
    ])
    expect(
      out
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line).route),
    ).toEqual(["none", "mention"])
  })

  it("says so when there is no such file or team", async () => {
    const failing = (words: string) => ({ tag: "InputError", message: expect.stringContaining(words) })
    const missing = await route(["route", join(folder, "missing.jsonl")])
    expect(missing.failed).toEqual(failing("missing.jsonl cannot be read"))
    const nobody = await route(["route", listed("x.jsonl", said("x")), "--brains", folder])
    expect(nobody.failed).toEqual(failing("it holds no agent"))
  })
})
