/** How the outcomes of two takes differ. */
import type { Address } from "../machines/address.ts"
import { changesOf, type Change } from "./changes.ts"
import type { Outcomes, Said } from "./outcomes.ts"
import type { Place, Retaken } from "./retake.ts"
import { many } from "./size.ts"

export interface Differences {
  /** Messages that were said in the first take only, and in the second only. */
  readonly messages: { readonly gone: ReadonlyArray<Said>; readonly come: ReadonlyArray<Said> }
  readonly tokens: { readonly before: Outcomes["tokens"]; readonly after: Outcomes["tokens"] }
  /** Where actors stand that stand elsewhere. */
  readonly states: ReadonlyArray<{ readonly address: Address; readonly changes: ReadonlyArray<Change> }>
  /** Recorded entries that do not come about any more. */
  readonly dropped: ReadonlyArray<Place>
  /** What is asked for now, and has no answer in the recording. */
  readonly open: Retaken["open"]
}

const without = (all: ReadonlyArray<Said>, others: ReadonlyArray<Said>): ReadonlyArray<Said> => {
  const left = others.map((said) => JSON.stringify(said))
  return all.filter((said) => {
    const at = left.indexOf(JSON.stringify(said))
    if (at !== -1) left.splice(at, 1)
    return at === -1
  })
}

export const differences = (before: Outcomes, after: Outcomes, { dropped, open }: Retaken): Differences => ({
  messages: {
    gone: without(before.messages, after.messages),
    come: without(after.messages, before.messages),
  },
  tokens: { before: before.tokens, after: after.tokens },
  states: (Object.keys(before.states) as ReadonlyArray<Address>).flatMap((address) => {
    const changes = changesOf(before.states[address] as never, after.states[address] as never)
    return changes.length === 0 ? [] : [{ address, changes }]
  }),
  dropped,
  open,
})

const said =
  (sign: string) =>
  ({ channel, brain, text }: Said): string =>
    `  ${sign} ${brain ?? "(the bot)"} in ${channel}: ${text.replaceAll("\n", "\n      ")}`

export const words = ({ messages, tokens, states, dropped, open }: Differences): string =>
  [
    `messages  ${messages.gone.length} gone, ${messages.come.length} new`,
    ...messages.gone.map(said("-")),
    ...messages.come.map(said("+")),
    `tokens    ${tokens.before.input} in, ${tokens.before.output} out → ${tokens.after.input} in, ${tokens.after.output} out`,
    `states    ${states.length === 0 ? "as before" : `${many(states.length, "actor ends", "actors end")} elsewhere`}`,
    ...states.flatMap(({ address, changes }) =>
      changes.map(
        ({ path, then, now }) =>
          `  ${address} ${path || "state"}: ${JSON.stringify(then) ?? "(not there)"} → ${JSON.stringify(now) ?? "(not there)"}`,
      ),
    ),
    ...(dropped.length === 0
      ? []
      : [
          `dropped   ${many(dropped.length, "recorded entry does", "recorded entries do")} not come about, or otherwise: ${dropped
            .slice(0, 5)
            .map(({ address, seq }) => `${address} ${seq}`)
            .join(", ")}${dropped.length > 5 ? ", …" : ""}`,
        ]),
    ...open.map(({ address, effect }) => `open      ${address} ${wish(effect)}`),
  ].join("\n")

const wish = (effect: Differences["open"][number]["effect"]): string =>
  effect.type === "Tell"
    ? `tells ${effect.to} ${effect.event.type}, who is not in the recording`
    : `asks for ${effect.type}, which the recording has no answer to`
