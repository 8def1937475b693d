/** What a button of ours is called in Discord: whose it is, and which. */
import { Option, Schema } from "effect"
import { Address } from "../../machines/address.ts"
import { ButtonId } from "../../machines/values.ts"

const mark = "orrery"

/** `orrery|vote/123|yes`, at most 100 characters. */
export const customIdOf = (by: Address, button: string): string => `${mark}|${by}|${button}`

const Parts = Schema.Tuple([Schema.Literal(mark), Address, ButtonId])
const decodeParts = Schema.decodeUnknownOption(Parts)

/** The actor and its button; none for what is not ours. */
export const readCustomId = (customId: string): Option.Option<{ by: Address; button: string }> =>
  Option.map(decodeParts(customId.split("|")), ([, by, button]) => ({ by, button }))
