/** A recording of agents that used tools: what came of each call is in the log, so that nothing is called to replay it. */
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { decodeEntry } from "../../src/actors/journal.ts"
import { kindOf } from "../../src/machines/address.ts"
import { written, type Bundle } from "../../src/replay/bundle.ts"
import { ofConversation } from "../../src/replay/collect.ts"
import { missing } from "../../src/replay/cut.ts"
import { forked } from "../../src/replay/fork.ts"
import { redacted } from "../../src/replay/redact.ts"
import { replayed } from "../../src/replay/replay.ts"
import { retaken } from "../../src/replay/retake.ts"
import { outcomesOf } from "../../src/replay/outcomes.ts"
import { fake, Workshop } from "../support/tools.ts"
import { here, recording, secret } from "./recording.ts"

const found = "the registry office in Lisbon is open on Fridays"
const workshop = new Workshop(fake("search", { use: () => Effect.succeed(found) }), fake("time"))

const recorded: Promise<Bundle> = recording(() => ofConversation(here), {
  workshop,
  think: ({ message, rounds }) =>
    Effect.succeed(
      rounds === undefined
        ? {
            text: "I look it up.",
            uses: [
              { tool: "search", input: JSON.stringify({ text: message.text }) },
              { tool: "time", input: "{}" },
            ],
          }
        : { text: `It says: ${rounds[0]!.results[0]!.text}` },
    ),
})

const eventsOf = (bundle: Bundle) =>
  bundle
    .filter(({ address }) => kindOf(address) === "agent")
    .flatMap(({ entries }) => entries.map(({ body }) => decodeEntry(body).event?.type))

const troubles = (bundle: Bundle) =>
  bundle.flatMap((log) => replayed(log).trouble ?? []).concat(missing(bundle) as never)

describe("a recording of agents that used tools", () => {
  it("replays without them", async () => {
    const bundle = await recorded
    const called = workshop.begun.length
    expect(eventsOf(bundle)).toEqual(expect.arrayContaining(["WANTS", "USED"]))
    expect(troubles(bundle)).toEqual([])
    expect(outcomesOf(bundle).messages[0]?.text).toContain(found)
    expect(workshop.begun.length).toBe(called)
  })

  it("is the same when it is taken again", async () => {
    const again = retaken(await recorded)
    expect(written(again.bundle)).toBe(written(await recorded))
    expect([again.dropped, again.open]).toEqual([[], []])
  })

  it("counts what the model took in every round", async () => {
    const answers = eventsOf(await recorded).filter((type) => type === "THOUGHT" || type === "WANTS")
    expect(outcomesOf(await recorded).tokens).toEqual({ input: answers.length, output: answers.length })
  })

  it("can be forked at what a tool said, and shows which question the model would be asked", async () => {
    const bundle = await recorded
    const log = bundle.find(({ address }) => kindOf(address) === "agent")!
    const used = log.entries.find(({ body }) => decodeEntry(body).event?.type === "USED")!
    const { bundle: fork, differences } = forked(
      bundle,
      { address: log.address, seq: used.seq },
      {
        text: "it is closed",
      },
    )
    expect(troubles(fork)).toEqual([])
    expect(written(fork)).toContain("it is closed")
    expect(differences.dropped).toEqual([])
  })

  it("has nobody's words in it when it is redacted, neither what was looked for nor what was found", async () => {
    const after = redacted(await recorded)
    const text = written(after)
    for (const told of [secret, "registry", "Lisbon", "I look it up"]) expect(text).not.toContain(told)
    for (const known of ["search", "time", "WANTS", "USED"]) expect(text).toContain(`"${known}"`)
    expect(troubles(after)).toEqual([])
  })
})
