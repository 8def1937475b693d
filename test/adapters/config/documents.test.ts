/** What is written about the configuration is made of what decodes it, and true. */
import { readFileSync } from "node:fs"
import { Schema } from "effect"
import { parse } from "smol-toml"
import { standardMemory } from "../../../src/actors/constellations/templates.ts"
import { describe, expect, it } from "vitest"
import { reference } from "../../../src/adapters/config/reference.ts"
import { root } from "../../../src/adapters/config/sections.ts"
import { starter } from "../../../src/adapters/config/starter.ts"
import type { AnyKey, Node } from "../../../src/adapters/config/tree.ts"
import { loaded, written } from "./support.ts"

const keysIn = (name: string, node: Node): ReadonlyArray<readonly [string, AnyKey]> => {
  if (node._tag === "Key") return [[name, node]]
  const keys = node._tag === "Table" ? node.keys : node.of.keys
  return Object.entries(keys).flatMap(([key, each]) => keysIn(name === "" ? key : `${name}.${key}`, each))
}
const keys = keysIn("", root)

describe("an example", () => {
  it.each(keys)("of %s may be written", (_, { example, kind }) => {
    const { value } = parse(`value = ${example}`) as { readonly value: unknown }
    expect(Schema.is(kind.schema)(value)).toBe(true)
  })
})

describe("a variable of the environment", () => {
  it("means one key", () => {
    const names = keys.flatMap(([, { env }]) => (env === null ? [] : [env]))
    expect(names.length).toBeGreaterThanOrEqual(30)
    expect(new Set(names).size).toBe(names.length)
  })
})

describe("the file that init writes", () => {
  it("changes nothing", async () => {
    const [with_, without] = [await loaded({ file: written(starter()) }), await loaded({})]
    expect(with_.settings).toEqual(without.settings)
    expect(with_.live).toEqual(without.live)
  })

  it("may be taken at its word, every line of it", async () => {
    const secrets = {
      DISCORD_TOKEN: "t",
      REDIS_URL: "redis://h",
      OPENAI_API_KEY: "o",
      ANTHROPIC_API_KEY: "a",
      ORRERY_INSPECTOR_TOKEN: "i".repeat(32),
      ORRERY_ALERTS_WEBHOOK: "https://hooks.example/one",
      GITHUB_TOKEN: "g",
      DOCS_TEAM: "d",
      DOCS_TOKEN: "k",
    }
    const found = await loaded({ file: written(starter().replaceAll(/^#(?=[a-z_[])/gm, "")) }, secrets)
    expect(found.entries.filter(({ origin }) => origin.from === "default")).toEqual([])
    expect(found.live.partners).toHaveLength(1)
    expect(found.live.tools.map(({ name, reach }) => [name, reach.by])).toEqual([
      ["docs", "command"],
      ["tracker", "url"],
    ])
    expect(found.live.templates.get("research")?.memory).toHaveLength(standardMemory.length + 1)
  })

  it("holds every key", () => {
    const lines = starter().split("\n")
    const missing = keys.filter(
      ([name]) => !lines.some((line) => line.startsWith(`#${name.split(".").at(-1)} = `)),
    )
    expect(missing.map(([name]) => name)).toEqual([])
  })
})

describe("docs/configuration.md", () => {
  it("is what `node src/adapters/config/generate.ts` writes", () => {
    const file = new URL("../../../docs/configuration.md", import.meta.url)
    expect(readFileSync(file, "utf8")).toBe(reference())
  })

  it("begins with an example that can be used", async () => {
    const [, example] = /```toml\n([^`]+)```/.exec(reference())!
    const { live } = await loaded({ file: written(example!) }, { DISCORD_TOKEN: "t" })
    expect(live.partners[0]).toMatchObject({ name: "primary_partner", autoInitialize: true })
  })
})
