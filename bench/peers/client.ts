/**
 * The client process, of one shape for all: `lanes` calls under way at once, each lane with actors of its own, which it tells
 * their next event in turn, and waits for the durable answer before it goes on.
 *
 *     node client.ts CLIENT WHERE    CLIENT is the module of a contender; it is asked over the channel to its parent
 */
import type { Answer, Connect, Question } from "./contender.ts"
import { actors, eventAfter, lifeAfter } from "./work.ts"

const [module, where] = process.argv.slice(2) as [string, string]
const { connect } = (await import(module)) as { readonly connect: Connect }
const connection = await connect(where)
/** How many events each actor was told. */
const told = actors.map(() => 0)

/** Events answered per second, for `ms` and until the last call is answered. */
const round = async (lanes: number, ms: number): Promise<number> => {
  let answered = 0
  const since = performance.now()
  const lane = async (first: number) => {
    for (let n = first; performance.now() - since < ms; n = n + lanes < actors.length ? n + lanes : first) {
      const nth = told[n]!
      await connection.tell(actors[n]!, eventAfter(nth), nth)
      told[n] = nth + 1
      answered++
    }
  }
  await Promise.all(Array.from({ length: lanes }, (_, first) => lane(first)))
  return answered / ((performance.now() - since) / 1000)
}

const check = async (): Promise<void> => {
  for (const [n, actor] of actors.entries()) {
    const found = await connection.look(actor)
    if (found.life !== lifeAfter(told[n]!) || found.told < told[n]!)
      throw new Error(`${actor} was told ${told[n]}, and is ${found.life} after ${found.told}`)
  }
}

const answerTo = async (question: Question): Promise<Answer> => {
  if (question === "check") return check().then(() => "yes")
  return { perSecond: await round(question.lanes, question.ms) }
}

process.on("message", (question: Question) => {
  answerTo(question)
    .catch((error: unknown) => ({ failed: String(error) }))
    .then((answer) => process.send!(answer))
})
process.on("disconnect", () => process.exit())
process.send!("yes" satisfies Answer)
