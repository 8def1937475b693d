/** "Why did X answer?": for everybody who sees an answer, and for them alone. */
import { Effect, Layer } from "effect"
import { describe, expect } from "vitest"
import { Voice } from "../../../src/actors/performing/voice.ts"
import { BEN, GUILD } from "../../../src/adapters/playground/sample-world.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { NoAnswer, type Answer } from "../../../src/replay/answer.ts"
import { Recordings } from "../../../src/replay/recordings.ts"
import { channel, freshEars, says, speaks, until, utterance, writer } from "./fixtures.ts"
import { answered } from "./interacting.ts"
import { requests } from "./looking.ts"

const name = "Why did X answer?"

/** The answer to a question as the log has it; two lines were lent, of which one is not there any more. */
const answerTo = (question: string, lent: string): Answer => ({
  turn: {
    id: `${question}.writer`,
    brain: "writer",
    conversation: `conversation/${channel}`,
    message: {
      id: question,
      channel,
      guild: GUILD.id,
      author: { id: BEN.id, name: "Ben" },
      text: "@Writer, a headline from the data?",
      pinged: [],
      called: ["writer"],
      matched: ["analyst"],
      toTeam: false,
      via: null,
    },
    route: "mention",
    lent: ["700000000000000001", lent].map((id) => ({
      id,
      author: "Ada",
      brain: null,
      text: "said then, and taken back",
      at: 1,
    })),
  },
  agent: "agent/0-0001",
  heard: 1000,
  routed: null,
  begun: 1010,
  given: { seq: 4, at: 1020, event: undefined as never },
  connected: 1030,
  writing: null,
  wants: [],
  used: [],
  thought: {
    seq: 6,
    at: 3100,
    event: {
      type: "THOUGHT",
      text: "Fresh tea",
      model: "gpt-6-luna",
      usage: { input: 1200, output: 34 },
      ms: 2000,
      calls: [],
      waited: 500,
      asks: 2,
      recalled: { session: 3, digest: 0, memory: 1, characters: 40, knowledge: 0 },
    },
  },
  said: { seq: 7, at: 3200, event: { type: "SAID", messages: [] } },
  others: [],
  archived: false,
})

const asked: Array<readonly [channel: string, message: string]> = []
let answers: (message: string) => Effect.Effect<Answer, NoAnswer> = () =>
  Effect.fail(new NoAnswer({ reason: "unknown" }))

const recordings = Layer.succeed(Recordings, {
  redacted: () => Effect.die("nobody asks for it"),
  answer: (channel, message) => {
    asked.push([channel, message])
    return answers(message)
  },
})

const whys = (title: string, test: Parameters<typeof speaks>[1]) =>
  speaks(title, test.pipe(Effect.provide(freshEars().pipe(Layer.provide(recordings)))))

/** Chooses the entry in the menu of a message, as somebody who administers nothing; what comes of it. */
const chosenOn = Effect.fnUntraced(function* (message: string) {
  const { interact } = yield* Playground
  const id = yield* until(
    Effect.map(requests("PUT", "/applications/:application/commands"), (puts) => {
      const known = puts.at(-1)?.responseBody as ReadonlyArray<{ id: string; name: string }> | undefined
      return known?.find((it) => it.name === name)?.id
    }),
  )
  const data = { id, name, type: 3, target_id: message }
  const started = yield* interact({ as: BEN.id, channel_id: channel, type: 2, data })
  return yield* answered("id" in started ? started.id : "")
})

describe(name, () => {
  whys(
    "tells who asks, and nobody else, how an answer came about; of the channel only what stands there still",
    Effect.gen(function* () {
      const { id: lent } = yield* says("The tea is fresh")
      const { id: question } = yield* says("@Writer, a headline from the data?")
      const [message = ""] = yield* (yield* Voice).say(utterance("Fresh tea"))
      answers = () => Effect.succeed(answerTo(question, lent))
      const shown = yield* chosenOn(message)
      expect(asked.at(-1)).toEqual([channel, message])
      expect(shown.flags! & 64).toBe(64)
      const [embed] = shown.embeds
      expect(embed?.title).toBe("Why Writer answered")
      expect(embed?.description).toBe("Ben called it by name: “@Writer, a headline from the data?”")
      const said = Object.fromEntries((embed?.fields ?? []).map(({ name, value }) => [name, value]))
      expect(said).toMatchObject({
        "Who else": "**Analyst**: not called by name; “data” was heard, but names come first",
        "Lent from the channel": expect.stringMatching(
          /^2 lines, 1 of them deleted since or too old to look up; the last:\n\w+: “The tea is fresh”$/,
        ),
        Remembered: "3 exchanges with Ben\n1 block of memory, 40 characters",
        "The model": "gpt-6-luna, 1,200 tokens in, 34 out\nasked 2 times",
        "In the inspector": "agent/0-0001, entry 7",
      })
      expect(said["How long it took"]?.split("\n")).toEqual([
        "10 ms · waited in the channel",
        "10 ms · an agent of the pool was found",
        "80 ms · the agent made ready",
        "500 ms · waited for a place at the model",
        "1.5 s · the model thought",
        "100 ms · it was said",
        "**2.2 s** · together",
      ])
    }),
  )

  whys(
    "counts what the manager took, apart from what the agent did",
    Effect.gen(function* () {
      const { id: question } = yield* says("a headline from the data?")
      const [message = ""] = yield* (yield* Voice).say(utterance("Fresh tea"))
      const routed = {
        seq: 3,
        at: 1010,
        event: {
          type: "ROUTED",
          message: question,
          responders: ["writer"],
          reason: "it is about words",
          ms: 5,
          model: "gpt-6-nano",
          usage: { input: 812, output: 14 },
        },
      } as const
      const answer = answerTo(question, question)
      answers = () => Effect.succeed({ ...answer, turn: { ...answer.turn, route: "manager" }, routed })
      const [embed] = (yield* chosenOn(message)).embeds
      expect(embed?.fields?.find(({ name }) => name === "The model")?.value.split("\n")).toEqual([
        "gpt-6-luna, 1,200 tokens in, 34 out",
        "asked 2 times",
        "and the manager once: gpt-6-nano, 812 tokens in, 14 out",
      ])
    }),
  )

  whys(
    "says in a sentence why it cannot be told",
    Effect.gen(function* () {
      const voice = yield* Voice
      const { id: question } = yield* says("A long story, please")
      expect((yield* chosenOn(question)).content).toMatch(/^No agent said this\./)
      const sketch = {
        turn: "one",
        channel,
        guild: GUILD.id,
        answers: question,
        brain: writer,
        message: null,
      }
      const draft = yield* voice.draft({ ...sketch, text: "Once upon a time", again: false })
      expect((yield* chosenOn(draft)).content).toMatch(/^This is still being written/)
      const [message = ""] = yield* voice.say(utterance("Yes."))
      for (const [reason, words] of [
        ["unknown", "No log of mine"],
        ["lost", "was trimmed"],
      ] as const) {
        answers = () => Effect.fail(new NoAnswer({ reason }))
        expect((yield* chosenOn(message)).content).toContain(words)
      }
    }),
  )
})
