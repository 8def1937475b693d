/** What an effect tells the actor that wanted it. */
import type { Event } from "../machines/events.ts"

/** Tells an event before the last one, and resolves when it is durable, or when the effect is owed no more. */
export type Meanwhile = (event: Event) => Promise<void>

/** It did not work: `reason` is for the person who waits. */
export const fail = (reason: string, retry: boolean): Event => ({ type: "FAIL", reason, retry })

/** The log says of an answer that the model was asked for it more than once. */
export const repeated = (again: boolean): { readonly again?: true } => (again ? { again: true } : {})
