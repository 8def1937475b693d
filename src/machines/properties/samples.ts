/** People, messages, turns: what events are made of when a chart is explored. The same every time. */
import { address } from "../address.ts"
import type { Purchase } from "../budget/purchase.ts"
import type { Ballot } from "../team/ballot.ts"
import type { Event } from "../events.ts"
import type { Motion } from "../team/motion.ts"
import type { Plan } from "../team/plan.ts"
import type { Template } from "../constellation/template.ts"
import type { Timetable } from "../team/timetable.ts"
import type { Limit, Message, Person, Turn } from "../values.ts"

export const ada: Person = { id: "101", name: "Ada" }
export const bob: Person = { id: "102", name: "Bob" }
/** When explorations begin, in ms since 1970. */
export const start = 1_700_000_000_000
export const channel = "301"
export const guild = "201"

export const message = (id: number | string, more: Partial<Message> = {}): Message => ({
  id: String(id),
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

export const turn = (brain: string, about: Message = message(40_000)): Turn => ({
  id: `${about.id}.${brain}`,
  brain,
  conversation: address("conversation", about.channel),
  message: about,
  route: "mention",
  lent: [],
})

/** An agent wants to have something rendered, and a person is to say whether it may. */
export const asks = {
  type: "ASK",
  turn: turn("writer"),
  use: {
    id: "0.0",
    tool: "blender.render",
    input: '{"scene":"kitchen","frames":250}',
    verdict: "ask",
    harmless: false,
  },
  agent: "agent/0-0001",
} as const satisfies Event

/** What a person or a server has laid down about it. */
export const laidDown = {
  rule: { verdict: "allow", pattern: "blender.render", agent: "writer" },
  channel: null,
  by: ada,
} as const

/** 100 tokens a day of Ada's, until an hour from `start`. */
export const limit: Limit = {
  of: "budget/user-101",
  name: "Ada",
  tokens: 100,
  day: 20_000,
  until: start + 3_600_000,
  zone: "UTC",
}

/** The message that an agent's answer became: another one for each agent and question. */
export const saidAs = ({ id }: Turn): string =>
  `9${[...id].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 100_000_000, 7)}`

export const answered = (of: Turn, text: string, calls: ReadonlyArray<string> = []): Event => ({
  type: "ANSWERED",
  turn: of.id,
  brain: of.brain,
  text,
  messages: [saidAs(of)],
  calls,
})

export const unanswered = (of: Turn): Event => ({ type: "UNANSWERED", turn: of.id, reason: "no luck" })

export const pressed = (button: string, by = ada): Event => ({
  type: "PRESSED",
  button,
  by,
  channel,
  manages: false,
})

export const ballot: Ballot = {
  question: "Where do we meet?",
  options: ["Paris", "Rome", "Oslo"],
  minutes: 60,
  quorum: 1,
  agents: [{ brain: "writer", name: "W" }],
  weights: { people: 1, agents: 1, each: {} },
  tie: "again",
  by: ada,
  channel,
  guild,
}

/** A step that the agent `a` takes, and one that people decide. */
export const plan = (name = "post"): Plan => ({
  name,
  steps: [
    {
      id: "draft",
      agent: { id: "a", name: "A" },
      prompt: "Write about {topic}",
      after: [],
      onFailure: { then: "retry", times: 1 },
      approval: true,
      timeout: 60_000,
    },
    {
      id: "ready",
      agent: null,
      prompt: "Post it?",
      after: ["draft"],
      onFailure: { then: "stop" },
      approval: true,
      timeout: 60_000,
    },
  ],
})

export const motion: Motion = {
  topic: "Trains or planes?",
  sides: [
    { brain: "a", name: "A", position: "trains" },
    { brain: "b", name: "B", position: "planes" },
  ],
  rounds: 2,
  minutes: 2,
  judge: { brain: "j", name: "J" },
  by: ada,
  channel,
  guild,
}

export const timetable: Timetable = {
  when: { type: "every", ms: 3_600_000 },
  said: "every 1 h",
  zone: "UTC",
  agent: { id: "writer", name: "Writer" },
  prompt: "What is new?",
  by: ada,
  channel,
  guild,
  home: guild,
  missed: "all",
}

/** Three agents, of which one is there at once; a block for all, and one that each agent has for itself. */
export const template: Template = {
  name: "default",
  agents: ["writer", "analyst", "strategist"],
  core: ["writer"],
  memory: [
    { label: "user", description: "Who the user is", limit: 2000, readOnly: false, shared: true },
    { label: "notes", description: "", limit: 500, readOnly: false, shared: false },
  ],
  groups: [{ name: "main", coordination: "hybrid", members: ["writer", "analyst", "strategist"] }],
}

/** What a model takes at most that is asked for it, and of whose budget. */
export const priced = (turn: string): Event => ({
  type: "PRICED",
  turn,
  claim: { tokens: 60, limits: [limit] },
})

/** How far it is paid for; a budget that says so twice has paid once. */
export const paidBy = (purchase: Purchase | null): unknown =>
  purchase && [new Set(purchase.granted).size, purchase.refused]

/** What budgets say of it. */
export const paidOrNot = (purchase: Purchase | null): ReadonlyArray<Event> =>
  purchase === null
    ? []
    : purchase.claim.limits.flatMap(({ of }): ReadonlyArray<Event> => [
        { type: "GRANTED", turn: purchase.turn, budget: of },
        { type: "REFUSED", turn: purchase.turn, budget: of, reason: "it is spent", told: true },
      ])
