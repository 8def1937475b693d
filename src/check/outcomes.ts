/** What an effect may come to, well and badly, when nobody carries it out but a check: the failures that are injected. */
import type { Kind } from "../machines/address.ts"
import type { Effect, EffectOf } from "../machines/effects.ts"
import type { Event } from "../machines/events.ts"
import { priced, saidAs, template } from "../machines/properties/samples.ts"

export interface Outcome {
  readonly event: Event
  readonly good: boolean
}

const good = (event: Event): Outcome => ({ event, good: true })
const bad = (event: Event): Outcome => ({ event, good: false })

const failures: ReadonlyArray<Outcome> = [
  bad({ type: "FAIL", reason: "it is away", retry: true }),
  bad({ type: "FAIL", reason: "it is not allowed", retry: false }),
]

const usage = { input: 1, output: 1 }

/** Two calls, side by side. */
const wants = good({
  type: "WANTS",
  text: "let me see",
  model: "none",
  usage,
  ms: 1,
  uses: ["0.0", "0.1"].map((id) => ({ id, tool: "time", input: "{}", verdict: "allow", harmless: true })),
})

const connected = (kind: Kind): Event =>
  kind === "agent" ? { type: "CONNECTED" } : { type: "CONNECTED", recent: [] }

const provisioned = (part: string): Event =>
  part === "agents"
    ? { type: "AGENTS_READY", template, agents: ["writer"], later: ["analyst", "strategist"] }
    : part === "memory"
      ? { type: "MEMORY_READY", blocks: [{ ...template.memory[0]!, value: "", agent: null }] }
      : { type: "GROUPS_READY", groups: template.groups }

/** By the step of a departure. What closes it, or lets somebody stay, is done when it is done. */
const forgot: Readonly<Record<EffectOf<"Forget">["step"], ReadonlyArray<Outcome>>> = {
  survey: [
    good({ type: "SURVEYED", known: { names: ["Ada"], messages: ["40000"], texts: ["hello"] } }),
    ...failures,
  ],
  quiet: [good({ type: "QUIETED" }), ...failures],
  erase: [good({ type: "ERASED", erased: 2, rewritten: 1, archived: 1 }), ...failures],
  prove: [
    good({ type: "PROVEN", looked: 9, found: [] }),
    good({ type: "PROVEN", looked: 9, found: ["pool/0"] }),
    ...failures,
  ],
  close: [],
  withdraw: [],
}

/** The shard that is checked: a pool, or that of an agent. */
export const shard = "0"
/** Its agents. */
export const recruited = [`${shard}-0001`, `${shard}-0002`]

/** The first is the best. None: nothing comes of it, and it is done when it is done. */
export const outcomesOf = (kind: Kind, effect: Effect, at: number): ReadonlyArray<Outcome> => {
  switch (effect.type) {
    case "Connect":
      return [good(connected(kind)), ...failures]
    case "Disconnect":
      return [good({ type: "DISCONNECTED" })]
    case "Route": {
      const routed = (responders: ReadonlyArray<string>): Outcome =>
        good({ type: "ROUTED", message: effect.message.id, responders, reason: "", ms: 1 })
      const chosen = [routed(["writer"]), routed(["writer", "analyst"]), routed([])]
      return effect.paid === undefined ? [...chosen, good(priced(`${effect.message.id}.manager`))] : chosen
    }
    case "Think": {
      const thought = (text: string, calls: ReadonlyArray<string>): Outcome =>
        good({ type: "THOUGHT", text, model: "none", usage, ms: 1, calls })
      const other = effect.turn.brain === "writer" ? "analyst" : "writer"
      const text = `about ${effect.turn.id}`
      const answers = [thought(text, []), thought(text, [other])]
      return effect.rounds === undefined ? [...answers, wants, ...failures] : [...answers, ...failures]
    }
    case "Use": {
      const { id: use } = effect.use
      return [
        good({ type: "USED", use, ok: true, text: "done", ms: 1 }),
        bad({ type: "USED", use, ok: false, text: "it broke", ms: 1 }),
      ]
    }
    case "Digest": {
      const { brain, paid } = effect
      const digested = good({ type: "DIGESTED", brain, text: "so far", model: "none", usage, ms: 1 })
      return paid === undefined ? [digested, good(priced("digest"))] : [digested]
    }
    case "Say":
      return [good({ type: "SAID", messages: [saidAs(effect.turn)] }), ...failures]
    case "Show":
      return [
        good({ type: "SHOWN", message: effect.message ?? "60" }),
        bad({ type: "UNSHOWN", reason: "it is away", retry: true }),
        bad({ type: "UNSHOWN", reason: "it is not allowed", retry: false }),
      ]
    case "Queue": {
      const message = effect.waits.length === 0 ? null : (effect.message ?? "61")
      return [good({ type: "QUEUE_SHOWN", message }), bad({ type: "QUEUE_SHOWN", message: null })]
    }
    case "Provision":
      return [good(provisioned(effect.part)), ...failures]
    case "Recruit":
      return [
        good({ type: "CONNECTED", agents: recruited }),
        good({ type: "CONNECTED", agents: recruited, others: ["1"] }),
        ...failures,
      ]
    case "Due":
      return [
        good({ type: "DUE", next: at + 3_600_000 }),
        good({ type: "DUE", next: null }),
        good({ type: "DUE", next: at - 3_600_000 }),
      ]
    case "Check":
      return [good({ type: "CHECKED", barred: null }), good({ type: "CHECKED", barred: "they are gone" })]
    case "Forget":
      return forgot[effect.step]
    default:
      return []
  }
}
