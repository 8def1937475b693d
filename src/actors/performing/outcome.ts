/** What an effect tells the actor that wanted it. */
import type { Event } from "../../machines/events.ts"
import type { Asked } from "./model.ts"

/** Tells an event before the last one. Resolves when it is durable, or with false: the effect is owed no more, here. */
export type Meanwhile = (event: Event) => Promise<boolean>

/** It did not work: `reason` is for the person who waits. */
export const fail = (reason: string, retry: boolean): Event => ({ type: "FAIL", reason, retry })

/** The log says how a model was asked, where there is something to tell. */
export const howAsked = ({ waited, asks }: Asked): Asked => ({
  ...(waited !== undefined && { waited }),
  ...(asks !== undefined && { asks }),
})

/** The log says of an answer that the model was asked for it more than once. */
export const repeated = (again: boolean): { readonly again?: true } => (again ? { again: true } : {})
