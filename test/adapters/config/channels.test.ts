/** Which channels agents listen in, and what holds there, as the file says it. */
import { describe, expect, it } from "vitest"
import { admits, type Channels } from "../../../src/adapters/config/channels.ts"
import { builtIn } from "../../../src/machines/conversation/settings.ts"
import { loaded, written } from "./support.ts"

const rules = (more: { allow?: ReadonlyArray<string>; deny?: ReadonlyArray<string>; dms?: boolean }) =>
  ({
    allow: more.allow === undefined ? null : new Set(more.allow),
    deny: new Set(more.deny),
    directMessages: more.dms ?? true,
  }) satisfies Pick<Channels, "allow" | "deny" | "directMessages">

const thread = { channel: "thread", belongsTo: ["channel", "category"], direct: false }
const dm = { channel: "dm", belongsTo: [], direct: true }

describe("agents listen", () => {
  it.each<[string, Parameters<typeof rules>[0], boolean]>([
    ["everywhere, when nothing is said", {}, true],
    ["where its channel is allowed", { allow: ["channel"] }, true],
    ["not where nothing of it is", { allow: ["other"] }, false],
    ["not where its category is denied", { deny: ["category"] }, false],
    ["where a nearer place is allowed", { allow: ["channel"], deny: ["category"] }, true],
    ["not where a nearer place is denied", { allow: ["category"], deny: ["channel"] }, false],
    ["not where the same place is both", { allow: ["thread"], deny: ["thread"] }, false],
  ])("%s", (_, said, expected) => expect(admits(rules(said), thread)).toBe(expected))

  it("in direct messages, unless that is switched off", () => {
    expect([admits(rules({ allow: ["channel"] }), dm), admits(rules({ dms: false }), dm)]).toEqual([
      true,
      false,
    ])
  })
})

describe("what holds in all channels", () => {
  it("is built in when nothing is said", async () => {
    const { agents: _, ...laid } = builtIn
    expect((await loaded({})).live.channels.laid).toMatchObject({ ...laid, lent: 12, lends: "chosen" })
  })

  it("lends the newest lines where context is to be plain, of session and channel alike", async () => {
    const { live } = await loaded({}, { ORRERY_MODEL_CONTEXT: "plain" })
    expect(live.models.context).toBe("plain")
    expect(live.channels.laid.lends).toBeUndefined()
  })

  it("is what the file says", async () => {
    const file = written(`
[channels]
mode = "mentions"
answers = "in turn"
at_once = 5
keep_lines = 50
lend_lines = 0
allow = ["300000000000000001"]
[manager]
visible = true
read_all_sessions = true
`)
    const { channels } = (await loaded({ file })).live
    expect(channels.laid).toMatchObject({ mode: "mentions", pace: "inTurn", atOnce: 5, kept: 50, lent: 0 })
    expect([channels.laid.announced, channels.managerReadsSessions]).toEqual([true, true])
    expect(channels.allow).toEqual(new Set(["300000000000000001"]))
  })
})
