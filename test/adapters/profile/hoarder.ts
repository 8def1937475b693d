/** A small process that keeps more and more, and records its own heap into argv[2]; prints the files as JSON. */
import { Effect } from "effect"
import { record } from "../../../src/adapters/profile/record.ts"

/** What only a heap snapshot shows. */
class Hoard {
  readonly numbers = Array.from({ length: 8 }, (_, n) => ({ n }))
}

const hoards: Array<Hoard> = []
const hoarding = setInterval(() => hoards.push(...Array.from({ length: 400 }, () => new Hoard())), 1)
const files = await Effect.runPromise(record("heap", process.argv[2]!, 0.2))
clearInterval(hoarding)
console.log(JSON.stringify(files))
