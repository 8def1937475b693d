/** How answers are shown, asked for, and what they cost, as the file says it. */
import { describe, expect, it } from "vitest"
import { changesBetween } from "../../../src/adapters/config/changes.ts"
import { loaded, refused, written } from "./support.ts"

const priced = `[models]
at_once = 3
requests_per_minute = 500
[[models.limits]]
model = "gpt-6-luna"
tokens_per_minute = 1000
[[models.prices]]
model = "gpt-6-luna"
input = 0.25
output = 2
[answers]
stream_every = "2 s"
`

describe("answers", () => {
  it("are shown while they are written, at a pace that Discord lets pass, and cost nothing that anybody knows", async () => {
    const { live } = await loaded({})
    expect(live.drafts).toEqual({ stream: true, after: 1500, from: 200, every: 1500 })
    expect(live.models).toMatchObject({
      atOnce: 20,
      prices: [],
      limit: { requests: null, tokens: null },
      limits: [],
    })
  })

  it("are shown, asked for and paid as it is said", async () => {
    const { live } = await loaded({ file: written(priced) }, { ORRERY_ANSWERS_STREAM: "false" })
    expect(live.drafts).toEqual({ stream: false, after: 1500, from: 200, every: 2000 })
    expect(live.models).toMatchObject({
      atOnce: 3,
      prices: [{ model: "gpt-6-luna", input: 0.25, output: 2 }],
      limit: { requests: 500, tokens: null },
      limits: [{ model: "gpt-6-luna", requests: null, tokens: 1000 }],
    })
  })

  it("change while Orrery runs; which models there are does not", async () => {
    const before = await loaded({})
    const after = await loaded({ file: written(priced) }, { ORRERY_MODEL: "offline" })
    expect(changesBetween(before, after, before)).toEqual({
      atOnce: [
        "models.at_once = 3 (was 20)",
        expect.stringMatching(/^models\.requests_per_minute = 500/),
        'answers.stream_every = "2 s" (was "1500 ms")',
        "models.prices",
        "models.limits",
      ],
      atNextStart: ["models.model"],
    })
  })

  it("are paid by one price, and never change faster than once a second", async () => {
    const twice = `[[models.prices]]\nmodel = "a"\ninput = 1\noutput = 1\n`
    expect(await refused({ file: written(twice + twice) })).toContain("models.prices")
    const limited = `[[models.limits]]\nmodel = "a"\nrequests_per_minute = 1\n`
    expect(await refused({ file: written(limited + limited) })).toContain("models.limits")
    expect(
      await refused({ file: written(`[[models.prices]]\nmodel = "a"\ninput = -1\noutput = 1\n`) }),
    ).toContain("a number from 0 to 1000000")
    expect(await refused({ file: written('[answers]\nstream_every = "500 ms"\n') })).toContain("stream_every")
  })
})
