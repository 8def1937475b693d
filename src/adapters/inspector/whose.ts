/** Whom an actor has to do with, read off what it holds: ids of people and of servers. */
import { idOf, kindOf, type Address } from "../../machines/address.ts"

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null

/** Of a list or record, so many are looked at. */
const some = 24

const textAt = (value: unknown, ...path: ReadonlyArray<string>): string | undefined => {
  let at = value
  for (const key of path) at = isFields(at) ? at[key] : undefined
  return typeof at === "string" ? at : undefined
}

/** A message, a turn or something else that says whose it is, and lists of them. */
const things = (context: Fields): ReadonlyArray<unknown> =>
  Object.values(context).flatMap((value) =>
    isFields(value) ? [value, ...Object.values(value).slice(0, some)] : [],
  )

const ofPerson = [
  ["author", "id"],
  ["message", "author", "id"],
  ["by", "id"],
  ["user", "id"],
] as const
const ofServer = [["guild"], ["message", "guild"]] as const

const found = (context: Fields, paths: ReadonlyArray<ReadonlyArray<string>>): ReadonlySet<string> =>
  new Set(
    [context, ...things(context)].flatMap((thing) =>
      paths.flatMap((path) => {
        const text = textAt(thing, ...path)
        return text === undefined ? [] : [text]
      }),
    ),
  )

export const usersOf = (address: Address, context: unknown): ReadonlySet<string> => {
  const own = kindOf(address) === "constellation" ? [idOf(address)] : []
  return new Set([...own, ...found(isFields(context) ? context : {}, ofPerson)])
}

export const guildsOf = (address: Address, context: unknown): ReadonlySet<string> => {
  const own = [
    ...(kindOf(address) === "guild" ? [idOf(address)] : []),
    ...(kindOf(address) === "agent" ? [textAt(context, "home")].filter((home) => home !== undefined) : []),
  ]
  return new Set([...own, ...found(isFields(context) ? context : {}, ofServer)])
}
