/** What is right, for inputs that are nearly so. */
import type { Kind } from "../../../src/machines/address.ts"
import type { Brain, Team } from "../../../src/machines/agent/brain.ts"
import type { Event } from "../../../src/machines/events.ts"
import type { Plan } from "../../../src/machines/team/plan.ts"
import type { Timetable } from "../../../src/machines/team/timetable.ts"
import type { Line, Message, Turn } from "../../../src/machines/values.ts"
import type { Json } from "../inputs.ts"
import { block } from "../../support/block.ts"
import { template } from "../../support/template.ts"

export const brain = (id: string, over: Partial<Brain> = {}): Brain => ({
  id,
  name: id[0]!.toUpperCase() + id.slice(1),
  role: `Does what a ${id} does`,
  expertise: [],
  triggers: [],
  language: "en",
  autoRespond: false,
  maxTokens: 8192,
  temperature: 0.5,
  tools: [],
  tier: "standard",
  avatar: null,
  prompt: `You are the ${id}.`,
  ...over,
})

const writer = brain("writer", { triggers: ["draft", "blog post"] })
const reviewer = brain("code-reviewer", { name: "Code Reviewer", triggers: ["c++", "review"] })

export const team: Team = { agents: [reviewer, writer], manager: brain("manager"), lead: writer }
export const self = { id: "1100000000000000001", application: "1100000000000000001" }
export const ada = { id: "1100000000000000011", name: "Ada" }

export const message: Message = {
  id: "1100000000000000500",
  channel: "1100000000000000101",
  guild: "1100000000000000100",
  author: ada,
  text: "@Writer, a draft please",
  pinged: [],
  called: ["writer"],
  matched: ["writer"],
  toTeam: false,
  via: null,
}

export const lines: ReadonlyArray<Line> = [
  { id: "1", author: "Ada", brain: null, text: "Good morning", at: 1_700_000_000_000 },
  { id: "2", author: "Writer", brain: "writer", text: "Good morning, Ada", at: 1_700_000_001_000 },
]

export const turn: Turn = {
  id: `${message.id}.writer`,
  brain: "writer",
  conversation: "conversation/1100000000000000101",
  message,
  route: "mention",
  lent: lines,
}

const plan: Plan = {
  name: "post",
  steps: [
    {
      id: "draft",
      agent: { id: "writer", name: "Writer" },
      prompt: "Write about {topic}",
      after: [],
      onFailure: { then: "retry", times: 2 },
      approval: false,
      timeout: 600_000,
    },
    {
      id: "ready",
      agent: null,
      prompt: "Post it?",
      after: ["draft"],
      onFailure: { then: "stop" },
      approval: true,
      timeout: 600_000,
    },
  ],
}

const timetable: Timetable = {
  when: { type: "cron", cron: "0 8 * * *" },
  said: "daily 08:00",
  zone: "UTC",
  agent: { id: "writer", name: "Writer" },
  prompt: "What is new?",
  by: ada,
  channel: message.channel,
  guild: message.guild,
  home: message.guild ?? message.channel,
  missed: "all",
}

/** Events that lead each chart through its life. */
export const lives: Readonly<Record<Kind, ReadonlyArray<Event>>> = {
  conversation: [
    { type: "MESSAGE", message },
    { type: "CONNECTED", recent: lines },
    {
      type: "MESSAGE",
      message: { ...message, id: "1100000000000000501", called: [], matched: [], toTeam: true },
    },
    { type: "ROUTED", message: "1100000000000000501", responders: ["writer"], reason: "a draft", ms: 12 },
    {
      type: "ANSWERED",
      turn: turn.id,
      brain: "writer",
      text: "Here",
      messages: ["1"],
      calls: ["code-reviewer"],
    },
    { type: "UNANSWERED", turn: turn.id, reason: "stopped" },
    { type: "HALT", by: ada },
    { type: "RESUME", by: ada },
  ],
  agent: [
    { type: "ALLOCATE", turn },
    { type: "CONNECTED" },
    { type: "THOUGHT", text: "Here", model: "m", usage: { input: 1, output: 1 }, ms: 5, calls: [] },
    {
      type: "WANTS",
      turn: turn.id,
      text: "Let me see",
      model: "m",
      usage: { input: 1, output: 1 },
      ms: 5,
      uses: [
        { id: "0.0", tool: "time", input: "{}", verdict: "deny", harmless: false, why: "there is none" },
      ],
    },
    {
      type: "USED",
      turn: turn.id,
      use: "0.0",
      ok: false,
      text: "it broke",
      ms: 5,
      usage: { input: 1, output: 1 },
    },
    { type: "PERMITTED", turn: turn.id, use: "0.0", verdict: "deny", why: "Ada said no" },
    { type: "SAID", messages: ["1100000000000000502"] },
    { type: "STOP", turn: turn.id },
    { type: "FAIL", reason: "it broke", retry: true },
  ],
  constellation: [
    { type: "ALLOCATE", user: ada },
    { type: "AGENTS_READY", template, agents: ["writer"], later: ["analyst"] },
    { type: "MEMORY_READY", blocks: [block("notes", "tea")] },
    { type: "GROUPS_READY", groups: template.groups },
    { type: "ALLOCATE", user: ada, template: "default", whole: true },
    { type: "NEED", brain: "analyst" },
    { type: "APPLY", template },
    { type: "ADD", brain: "critic" },
    { type: "REMOVE", brain: "writer" },
    { type: "RENAME", brain: "analyst", name: "Ann" },
    { type: "RESET", template },
    { type: "REMEMBER", user: ada, brain: "writer", turn: turn.id, asked: "a draft", answered: "Here" },
    {
      type: "EDIT",
      by: { agent: "writer" },
      edits: [
        { tool: "append", label: "notes", agent: null, text: "milk" },
        { tool: "replace", label: "notes", agent: null, old: "milk", text: "lemon" },
      ],
    },
    {
      type: "EDIT",
      by: ada,
      edits: [{ tool: "write", label: "notes", agent: null, version: 0, text: "coffee" }],
    },
    { type: "RESTORE", by: ada, label: "notes", agent: null, past: null },
    {
      type: "DIGESTED",
      brain: "writer",
      text: "- tea",
      model: "m",
      usage: { input: 1, output: 1 },
      ms: 5,
    },
  ],
  pool: [
    { type: "ALLOCATE" },
    { type: "CONNECTED", agents: ["0-0001", "0-0002"] },
    { type: "REQUEST", turn },
    { type: "IDLED", agent: "0-0001", turn: turn.id },
    { type: "FAILED", agent: "0-0002", turn: null, reason: "it broke" },
    { type: "PROBE", agent: "0-0002" },
    { type: "ROUND" },
    { type: "ALIVE", agent: "0-0001", turn: null, held: null, home: null },
    { type: "DRAIN" },
    { type: "SERVE" },
    { type: "RELEASED", agent: "0-0001" },
  ],
  vote: [
    {
      type: "OPEN_VOTE",
      ballot: {
        question: "Tea or coffee?",
        options: ["Tea", "Coffee"],
        minutes: 60,
        quorum: 2,
        agents: [{ brain: "writer", name: "Writer" }],
        weights: { people: 1, agents: 1, each: { [ada.id]: 2 } },
        tie: "again",
        by: ada,
        channel: message.channel,
        guild: message.guild,
      },
    },
    { type: "SHOWN", message: "1100000000000000901" },
    { type: "PRESSED", button: "option-1", by: ada, channel: message.channel, manages: false },
    { type: "UNSHOWN", reason: "Discord is away", retry: true },
    {
      type: "ANSWERED",
      turn: "1100000000000000900.1.writer",
      brain: "writer",
      text: "1, it calms",
      messages: ["1100000000000000902"],
      calls: [],
    },
    { type: "UNANSWERED", turn: "1100000000000000900.1.writer", reason: "stopped" },
    { type: "STOP", by: ada },
  ],
  debate: [
    {
      type: "OPEN_DEBATE",
      motion: {
        topic: "Tea or coffee?",
        sides: [
          { brain: "writer", name: "Writer", position: "tea" },
          { brain: "code-reviewer", name: "Code Reviewer", position: "" },
        ],
        rounds: 1,
        minutes: 2,
        judge: { brain: "analyst", name: "Analyst" },
        by: ada,
        channel: message.channel,
        guild: message.guild,
      },
    },
    { type: "SHOWN", message: "1100000000000000901" },
    {
      type: "ANSWERED",
      turn: "1100000000000000900.round-1.writer",
      brain: "writer",
      text: "Tea calms.",
      messages: ["1100000000000000902"],
      calls: [],
    },
    { type: "UNANSWERED", turn: "1100000000000000900.round-1.code-reviewer", reason: "it broke" },
    {
      type: "ANSWERED",
      turn: "1100000000000000900.verdict-1.analyst",
      brain: "analyst",
      text: "Writer. It alone said what its drink does for people.",
      messages: ["1100000000000000903"],
      calls: [],
    },
    { type: "PRESSED", button: "stop", by: ada, channel: message.channel, manages: false },
    { type: "UNSHOWN", reason: "Discord is away", retry: true },
    { type: "STOP", by: ada },
  ],
  workflow: [
    {
      type: "BEGIN",
      plan,
      topic: "tea",
      by: ada,
      channel: message.channel,
      guild: message.guild,
    },
    { type: "SHOWN", message: "1100000000000000911" },
    {
      type: "ANSWERED",
      turn: "1100000000000000910.draft.1.writer",
      brain: "writer",
      text: "Tea calms",
      messages: ["1100000000000000912"],
      calls: [],
    },
    { type: "UNSHOWN", reason: "Discord is away", retry: true },
    { type: "PRESSED", button: "approve-1", by: ada, channel: message.channel, manages: false },
    { type: "UNANSWERED", turn: "1100000000000000910.draft.1.writer", reason: "stopped" },
    { type: "STOP", by: ada },
  ],
  schedule: [
    { type: "CREATE", timetable },
    { type: "DUE", next: 1_700_000_000_000 },
    { type: "CHECKED", barred: null },
    { type: "CHECKED", barred: "Ada is no member of that server any more" },
    { type: "PAUSE", by: ada },
    { type: "RESUME", by: ada },
    { type: "DUE", next: null },
    { type: "STOP", by: ada },
  ],
  guild: [
    { type: "DEFINE", plan, by: ada },
    { type: "BEGUN", work: "workflow/1100000000000000910", name: "post", channel: message.channel, by: ada },
    { type: "ENDED", work: "workflow/1100000000000000910" },
    { type: "FORGET", name: "post", by: ada },
    {
      type: "SCHEDULED",
      schedule: "schedule/1100000000000000920",
      said: "daily 08:00",
      zone: "UTC",
      agent: "Writer",
      prompt: "What is new?",
      channel: message.channel,
      by: ada,
      due: 1_700_000_000_000,
      paused: false,
    },
    { type: "UNSCHEDULED", schedule: "schedule/1100000000000000920" },
  ],
  summary: [
    {
      type: "OPEN_SUMMARY",
      recap: {
        brain: "writer",
        since: 1_700_000_000_000,
        lines,
        aside: true,
        by: ada,
        channel: message.channel,
        guild: message.guild,
      },
    },
    {
      type: "ANSWERED",
      turn: "1100000000000000940.summary.writer",
      brain: "writer",
      text: "Tea, mostly",
      messages: [],
      calls: [],
    },
    { type: "UNANSWERED", turn: "1100000000000000940.summary.writer", reason: "it broke" },
    { type: "STOP", by: ada },
  ],
  archive: [
    {
      type: "ARCHIVE",
      brain: "writer",
      exchanges: [{ asked: "a draft", answered: "Here", at: 1_700_000_000_000, turn: turn.id }],
    },
    { type: "EMPTY", by: ada },
  ],
  permit: [
    {
      type: "ASK",
      turn,
      use: { id: "0.0", tool: "blender.render", input: '{"frames":250}', verdict: "ask", harmless: false },
      agent: "agent/0-0001",
    },
    { type: "SHOWN", message: "1100000000000000777" },
    { type: "PRESSED", button: "scope-1", by: message.author, channel: message.channel, manages: false },
    { type: "PRESSED", button: "always-1-wide", by: message.author, channel: message.channel, manages: true },
    { type: "WITHDRAW_ASK", turn: turn.id, use: "0.0", agent: "agent/0-0001" },
    { type: "STOP", by: message.author },
  ],
  departure: [
    { type: "ASK", by: message.author },
    { type: "PRESSED", button: "forget", by: message.author, channel: message.channel, manages: false },
    { type: "SURVEYED", known: { names: ["Ada"], messages: [message.id], texts: [message.text] } },
    { type: "FAIL", reason: "the store is away", retry: true },
    { type: "QUIETED" },
    { type: "ERASED", erased: 3, rewritten: 2, archived: 1 },
    { type: "PROVEN", looked: 10, found: [] },
  ],
  lessons: [
    {
      type: "LEARNT",
      news: [
        {
          id: "a",
          kind: "overload",
          where: "model m",
          message: "… has trouble (<n>)",
          seen: 2,
          first: 1,
          last: 2,
          fixes: [{ fix: "asked again", tried: 1, helped: 1, last: 2, undone: 0 }],
        },
      ],
    },
    { type: "FORGET_ALL", by: message.author },
  ],
  roster: [
    { type: "DISABLE", brain: "a", by: message.author },
    { type: "DEPRECATE", brain: "a", successor: "b", by: null },
    {
      type: "MISSED",
      missed: { brain: "a", name: "A", successor: "B" },
      channel: message.channel,
      by: message.author,
    },
    { type: "ENABLE", brain: "b", filed: false, by: null },
    { type: "ENABLE", brain: "a", filed: true, by: message.author },
    {
      type: "COUNTED",
      done: {
        a: {
          asked: 2,
          answered: 1,
          failed: 1,
          stopped: 0,
          input: 90,
          output: 10,
          cost: 0.5,
          unpriced: 0,
          last: 1,
        },
      },
    },
  ],
  partners: [
    { type: "ENLIST", user: ada, template: "research", by: ada, guild: "1100000000000000001" },
    { type: "DISMISS", user: ada.id, by: ada },
  ],
  knowledge: [
    { type: "LEARN", label: "launch", text: "The launch is on 3 March", by: ada },
    { type: "UNLEARN", label: "launch", by: ada },
  ],
  assignment: [
    {
      type: "ASSIGN",
      task: "Write the announcement",
      agent: null,
      agents: [{ id: "writer", name: "Writer" }],
      by: ada,
      channel: message.channel,
      guild: message.guild,
    },
    { type: "ROUTED", message: "1100000000000000930", responders: ["writer"], reason: "words", ms: 5 },
    {
      type: "ANSWERED",
      turn: "1100000000000000930.task.writer",
      brain: "writer",
      text: "Here it is.",
      messages: ["1100000000000000931"],
      calls: [],
    },
    { type: "UNANSWERED", turn: "1100000000000000930.task.writer", reason: "it broke" },
    { type: "SHOWN", message: "1100000000000000932" },
    { type: "UNSHOWN", reason: "Discord is away", retry: true },
    { type: "PRESSED", button: "stop", by: ada, channel: message.channel, manages: false },
    { type: "STOP", by: ada },
  ],
  budget: [
    {
      type: "RESERVE",
      turn: "1100000000000000101.writer",
      tokens: 900,
      limit: {
        of: "budget/user-1100000000000000011",
        name: "Ada",
        tokens: 1000,
        day: 20_000,
        until: 1_728_000_000_000,
        zone: "UTC",
      },
      asker: "agent/0-0001",
      channel: message.channel,
      by: ada,
    },
    { type: "SETTLE", turn: "1100000000000000101.writer", tokens: 700 },
    { type: "RETURN", turn: "1100000000000000101.writer" },
  ],
}

/** A MESSAGE_CREATE as the gateway dispatches it. */
export const messageCreate: Json = {
  id: message.id,
  channel_id: message.channel,
  guild_id: "1100000000000000100",
  type: 0,
  content: "@Writer, a draft for <@1100000000000000012> in <#1100000000000000102>",
  author: { id: ada.id, username: "ada", global_name: "Ada", bot: false },
  member: { nick: "Ada L." },
  mentions: [{ id: "1100000000000000012", username: "ben", global_name: null, member: { nick: null } }],
  mention_roles: ["1100000000000000077"],
  attachments: [{ id: "1100000000000000600", filename: "plan.pdf" }],
  sticker_items: [{ id: "1", name: "wave" }],
  referenced_message: {
    content: "42",
    author: { id: "1100000000000000600", username: "Writer" },
    webhook_id: "1100000000000000600",
    application_id: self.application,
  },
}
