/** Messages, turns and people for charts that are played by hand. */
import { address } from "../../../src/machines/address.ts"
import type { Event } from "../../../src/machines/events.ts"
import type { Plan } from "../../../src/machines/team/plan.ts"
import type { Timetable } from "../../../src/machines/team/timetable.ts"
import type { Judged, Result } from "../../../src/machines/tools/call.ts"
import type { Limit, Message, Turn } from "../../../src/machines/values.ts"
import type { Ballot } from "../../../src/machines/team/ballot.ts"
import type { Motion } from "../../../src/machines/team/motion.ts"
import * as samples from "../../../src/machines/properties/samples.ts"

export const ada = { id: "101", name: "Ada" }
export const bob = { id: "102", name: "Bob" }
export const { asks } = samples
/** When plays begin, in ms since 1970. */
export const start = 1_700_000_000_000
export const channel = "301"
export const guild = "201"

let ids = 40_000

export const message = (more: Partial<Message> = {}): Message => ({
  id: String(++ids),
  channel,
  guild,
  author: ada,
  text: "hello",
  pinged: [],
  called: [],
  matched: [],
  toTeam: false,
  via: null,
  ...more,
})

export const turn = (brain = "writer", more: Partial<Message> = {}): Turn => {
  const about = message(more)
  return {
    id: `${about.id}.${brain}`,
    brain,
    conversation: address("conversation", about.channel),
    message: about,
    route: "mention",
    lent: [],
  }
}

/** 100 tokens a day of Ada's, until an hour from `start`. */
export const limit = (more: Partial<Limit> = {}): Limit => ({
  of: "budget/user-101",
  name: "Ada",
  tokens: 100,
  day: 20_000,
  until: start + 3_600_000,
  zone: "UTC",
  ...more,
})

export const reserve = (
  of: string,
  tokens: number,
  more: { limit?: Limit; channel?: string; by?: typeof ada } = {},
): Extract<Event, { type: "RESERVE" }> => ({
  type: "RESERVE",
  turn: of,
  tokens,
  limit: limit(),
  asker: "agent/0-0001",
  channel,
  by: ada,
  ...more,
})

export const assigned = (
  more: { agent?: { id: string; name: string } | null } = {},
): Extract<Event, { type: "ASSIGN" }> => ({
  type: "ASSIGN",
  task: "Write the announcement",
  agent: { id: "writer", name: "Writer" },
  agents: [
    { id: "analyst", name: "Analyst" },
    { id: "writer", name: "Writer" },
  ],
  by: ada,
  channel,
  guild,
  ...more,
})

export const heard = (more: Partial<Message> = {}): Extract<Event, { type: "MESSAGE" }> => ({
  type: "MESSAGE",
  message: message(more),
})

export const fail = (reason = "no luck", retry = false): Event => ({ type: "FAIL", reason, retry })

export const answered = (
  of: Turn,
  more: { calls?: ReadonlyArray<string>; messages?: ReadonlyArray<string>; text?: string } = {},
): Event => ({
  type: "ANSWERED",
  turn: of.id,
  brain: of.brain,
  text: more.text ?? `${of.brain} says`,
  messages: more.messages ?? [String(++ids)],
  calls: more.calls ?? [],
})

export const unanswered = (of: Turn, reason = "no luck"): Event => ({
  type: "UNANSWERED",
  turn: of.id,
  reason,
})

export const thought = (text = "an answer", calls: ReadonlyArray<string> = []): Event => ({
  type: "THOUGHT",
  text,
  model: "scripted",
  usage: { input: 1, output: 1 },
  ms: 5,
  calls,
})

/** A model wants a tool used once for each verdict: `0.0`, `0.1`, … */
export const wants = (...verdicts: ReadonlyArray<Judged["verdict"]>): Extract<Event, { type: "WANTS" }> => ({
  type: "WANTS",
  text: "let me see",
  model: "scripted",
  usage: { input: 1, output: 1 },
  ms: 5,
  uses: verdicts.map((verdict, n) => ({
    id: `0.${n}`,
    tool: `tool${n}`,
    input: "{}",
    verdict,
    harmless: verdict === "allow",
  })),
})

export const used = (use: string, more: Partial<Result> = {}): Event => ({
  type: "USED",
  use,
  ok: true,
  text: `came of ${use}`,
  ms: 5,
  ...more,
})

export const permitted = (of: Turn, use: string, verdict: "allow" | "deny" = "allow"): Event => ({
  type: "PERMITTED",
  turn: of.id,
  use,
  verdict,
  why: "Ada says so",
})

export const routed = (of: string, responders: ReadonlyArray<string>): Event => ({
  type: "ROUTED",
  message: of,
  responders,
  reason: "",
  ms: 5,
})

export const ballot = (more: Partial<Ballot> = {}): Ballot => ({
  ...samples.ballot,
  agents: [],
  tie: "none",
  ...more,
})

export const plan = (more: Partial<Plan> = {}): Plan => ({ ...samples.plan(), ...more })

export const motion = (more: Partial<Motion> = {}): Motion => ({ ...samples.motion, ...more })

export const timetable = (more: Partial<Timetable> = {}): Timetable => ({
  ...samples.timetable,
  missed: "once",
  ...more,
})

/** Somebody presses a button of a board. */
export const pressed = (button: string, by = ada, manages = false): Event => ({
  type: "PRESSED",
  button,
  by,
  channel,
  manages,
})
