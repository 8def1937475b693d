/**
 * A schedule: something that its maker has asked at certain times, until somebody deletes it or there is no next time.
 *
 * When it is due follows from a calendar, which no chart can read: that is asked for, and waited for by a timer that outlives
 * every process. A run that was missed meanwhile is made up for as the schedule says.
 */
import { and, assign, setup } from "xstate"
import { address } from "../address.ts"
import { named, type Params } from "../effects.ts"
import type { ScheduleEvent, Timed } from "../events.ts"
import * as diary from "./diary.ts"

export interface ScheduleInput {
  readonly id: string
}

interface Args {
  readonly context: diary.Schedule
  readonly event: Timed<ScheduleEvent>
}

const whenNext = ({ context }: Args): Params<"Due"> => {
  const { when, zone } = context.timetable!
  return { when, zone, after: context.after }
}
const listed = ({ context }: Args): Params<"Tell"> => ({
  to: diary.guildOf(context),
  event: diary.entryOf(context),
})
const unlisted = ({ context }: Args): Params<"Tell"> => ({
  to: diary.guildOf(context),
  event: { type: "UNSCHEDULED", schedule: address("schedule", context.id) },
})
const door = ({ context }: Args): Params<"Check"> => diary.doorOf(context)!
const mark = ({ context, event }: Args): Params<"Notice"> => diary.noticeOf(context, event.at)
const question = ({ context, event }: Args): Params<"Tell"> => ({
  to: address("conversation", context.timetable!.channel),
  event: { type: "MESSAGE", message: diary.messageOf(context, event.at) },
})

const ask = [{ type: "Notice", params: mark }, { type: "Tell", params: question }, "noteRun"] as const

export const schedule = setup({
  types: {
    context: {} as diary.Schedule,
    events: {} as Timed<ScheduleEvent>,
    input: {} as ScheduleInput,
  },
  delays: {
    untilDue: ({ context, event }) => diary.wait(context, event.at),
  },
  guards: {
    isLast: ({ event }) => event.type === "DUE" && event.next === null,
    hasDoor: ({ context }) => diary.doorOf(context) !== null,
    isBarred: ({ event }) => event.type === "CHECKED" && event.barred !== null,
    asks: ({ context, event }) => diary.asks(context, event.at),
  },
  actions: {
    Due: named<"Due">(),
    Check: named<"Check">(),
    Cancel: named<"Cancel">(),
    Notice: named<"Notice">(),
    Tell: named<"Tell">(),
    create: assign(({ event }) => (event.type === "CREATE" ? diary.create(event) : {})),
    noteDue: assign(({ event }) => (event.type === "DUE" ? { due: event.next } : {})),
    noteRun: assign(({ context, event }) => diary.ran(context, event.at)),
    noteSkip: assign(({ context, event }) => diary.skipped(context, event.at)),
    pause: assign({ paused: true, due: null }),
    bar: assign(({ event }) => (event.type === "CHECKED" ? { barred: event.barred } : {})),
    resume: assign(({ event }) => ({ paused: false, barred: null, after: event.at })),
  },
}).createMachine({
  id: "schedule",
  version: "1",
  description: "Something that its maker has asked at certain times.",
  context: ({ input }) => diary.blank(input.id),
  initial: "available",
  states: {
    available: {
      description: "Nobody has made it.",
      on: { CREATE: { target: "planning", actions: "create" } },
    },
    planning: {
      description: "The calendar is asked when it is due.",
      entry: { type: "Due", params: whenNext },
      exit: { type: "Cancel", params: { effect: "Due" } },
      on: {
        DUE: [
          { guard: "isLast", target: "finished", actions: { type: "Tell", params: unlisted } },
          { target: "waiting", actions: ["noteDue", { type: "Tell", params: listed }] },
        ],
        PAUSE: { target: "paused", actions: ["pause", { type: "Tell", params: listed }] },
        STOP: { target: "deleted", actions: { type: "Tell", params: unlisted } },
      },
    },
    waiting: {
      after: {
        untilDue: [
          { guard: and(["asks", "hasDoor"]), target: "checking" },
          { guard: "asks", target: "planning", actions: ask },
          { target: "planning", actions: "noteSkip", description: "Missed, and not made up for." },
        ],
      },
      on: {
        PAUSE: { target: "paused", actions: ["pause", { type: "Tell", params: listed }] },
        STOP: { target: "deleted", actions: { type: "Tell", params: unlisted } },
      },
    },
    checking: {
      description: "Whether its maker may still write where it asks.",
      entry: { type: "Check", params: door },
      exit: { type: "Cancel", params: { effect: "Check" } },
      on: {
        CHECKED: [
          {
            guard: "isBarred",
            target: "paused",
            actions: ["pause", "bar", { type: "Tell", params: listed }],
          },
          { target: "planning", actions: ask },
        ],
        PAUSE: { target: "paused", actions: ["pause", { type: "Tell", params: listed }] },
        STOP: { target: "deleted", actions: { type: "Tell", params: unlisted } },
      },
    },
    paused: {
      description: "What would have been due meanwhile is not missed.",
      on: {
        RESUME: { target: "planning", actions: "resume" },
        STOP: { target: "deleted", actions: { type: "Tell", params: unlisted } },
      },
    },
    finished: { description: "There is no next time.", tags: "ended" },
    deleted: { tags: "ended" },
  },
})
