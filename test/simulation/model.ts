/** A simulated model: mostly it answers, sometimes slowly, late, nonsensically, or not at all. */
import { Effect } from "effect"
import {
  ModelFailed,
  type Heed,
  type Model,
  type Prompt,
  type Question,
  type Thought,
  type Wish,
} from "../../src/actors/performing/model.ts"
import type { Team } from "../../src/machines/agent/brain.ts"
import type { Dice } from "./dice.ts"
import type { Faults } from "./faults.ts"
import { toolNames } from "./tools.ts"

type Wanting = Pick<Thought, "text"> & { readonly uses: ReadonlyArray<Wish> }

/** What every piece of an answer begins with: it says which turn it answers and which piece it is. */
export const markOf = (turn: string, piece: number): string => `⟦${turn}#${piece}⟧`

export const marks = /⟦([^#⟧]+)#(\d+)⟧/g

const failed = (reason: string) => Effect.fail(new ModelFailed({ reason, remedy: "retry" }))

export const makeModel = (faults: Faults, dice: Dice, tools: Dice, team: Team): Model["Service"] => {
  const names = team.agents.map(({ name }) => name)

  /** Each paragraph is a message of its own. */
  const long = (turn: string): string =>
    Array.from({ length: 3 }, (_, n) => `${markOf(turn, n)} ${"word ".repeat(300)}`).join("\n\n")

  const garbage = (turn: string): string => {
    const kind = faults.dice("modelGarbage").below(4)
    if (kind === 0) return ""
    if (kind === 1) return " \n\t "
    return kind === 2 ? long(turn) : `${markOf(turn, 0)} @everyone @Nobody \`\`\`js\n@${names.join(" @")}`
  }

  /** Each round's text is a piece of its own. */
  const firstRound = 90

  /** What it wants done before it answers; null: it answers. */
  const wanted = ({ brain, message, tools: offered = [], rounds = [] }: Prompt): Wanting | null => {
    if (offered.length === 0 || rounds.length > 2 || !tools.chance(0.4)) return null
    const uses = Array.from({ length: 1 + tools.below(7) }, () => ({
      tool: tools.chance(0.05) ? "nobody's" : tools.pick(toolNames),
      input: tools.chance(0.05) ? "what?" : "{}",
    }))
    const text = `${markOf(`${message.id}.${brain.id}`, firstRound + rounds.length)} Let me see.`
    return { text: tools.chance(0.5) ? text : "", uses }
  }

  const answer = ({ brain, message }: Prompt): string => {
    const turn = `${message.id}.${brain.id}`
    if (faults.strikes("modelGarbage")) return garbage(turn)
    const call = dice.chance(0.25) ? ` What do you think, @${dice.pick(names)}?` : ""
    const detail = dice.chance(0.3) ? ` ${"word ".repeat(dice.below(350))}` : ""
    return `${markOf(turn, 0)} ${brain.name} to ${message.author.name}.${detail}${call}`
  }

  /** The text so far, every half second. */
  const written = (text: string, ms: number, heed: Heed): Effect.Effect<string> =>
    Effect.gen(function* () {
      for (let passed = 0; passed < ms; passed += 500) {
        yield* Effect.sleep(Math.min(500, ms - passed))
        heed(text.slice(0, Math.ceil((text.length * (passed + 500)) / ms)))
      }
      return text
    })

  const slowly = <A>(
    make: () => A,
    within = (made: A, ms: number): Effect.Effect<A> => Effect.delay(Effect.succeed(made), ms),
  ): Effect.Effect<A, ModelFailed> =>
    Effect.suspend(() => {
      if (faults.strikes("modelBreaks")) return Effect.die(new Error("the model's library broke"))
      if (faults.strikes("modelTimesOut"))
        return Effect.andThen(within(make(), 30_000), failed("The model did not answer in time."))
      const ms = faults.strikes("modelSlow")
        ? faults.dice("modelSlow").logarithmic(5000, 60_000)
        : dice.logarithmic(50, 3000)
      return within(make(), ms)
    })

  const responders = ({ message }: Question): ReadonlyArray<string> => {
    if (faults.strikes("modelGarbage")) return ["nobody", "nobody"]
    const count = message.toTeam ? 1 + dice.below(2) : dice.below(3)
    return dice.shuffled(team.agents.map(({ id }) => id)).slice(0, count)
  }

  return {
    label: "the simulated model",
    offline: true,
    think: (prompt, heed = () => {}) =>
      Effect.map(
        slowly(
          () => wanted(prompt) ?? { text: answer(prompt), uses: [] },
          ({ text, uses }, ms) => Effect.map(written(text, ms, heed), (said) => ({ text: said, uses })),
        ),
        (said) => ({ ...said, model: "simulated", usage: { input: 1, output: 1 } }),
      ),
    route: (question) =>
      Effect.map(
        slowly(() => responders(question)),
        (chosen) => ({ responders: [...chosen], reason: "simulated" }),
      ),
    digest: ({ exchanges }) =>
      Effect.succeed({
        text: `${exchanges.length} exchanges`,
        model: "simulated",
        usage: { input: 1, output: 1 },
      }),
  }
}
