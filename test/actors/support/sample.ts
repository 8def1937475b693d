/** A small chart for tests of what runs charts: it counts, connects, waits, speaks and breaks when it is told to. */
import { assign, cancel, raise, setup, type EventObject } from "xstate"
import { named, type Params } from "../../../src/machines/effects.ts"

interface SampleContext {
  readonly count: number
  readonly heard: ReadonlyArray<string>
}

interface SampleEvent extends EventObject {
  readonly at: number
  readonly n?: number
  readonly text?: string
}

const saying = ({ event }: { event: SampleEvent }): Params<"Notice"> => ({
  channel: "1",
  about: "writer",
  text: event.text ?? "",
})

export const sample = setup({
  types: { context: {} as SampleContext, events: {} as SampleEvent },
  delays: { soon: 1000, late: 3_600_000 },
  guards: { isSmall: ({ context }) => context.count < 3 },
  actions: {
    Connect: named<"Connect">(),
    Notice: named<"Notice">(),
    Cancel: named<"Cancel">(),
    add: assign(({ context, event }) => ({ count: context.count + (event.n ?? 1) })),
    hear: assign(({ context, event }) => ({ heard: [...context.heard, `${event.type}@${event.at}`] })),
    breakDown: assign((): Partial<SampleContext> => {
      throw new Error("a bug in the chart")
    }),
  },
}).createMachine({
  id: "sample",
  version: "1",
  context: { count: 0, heard: [] },
  initial: "calm",
  on: {
    ADD: { actions: "add" },
    SAY: { actions: { type: "Notice", params: saying } },
    BREAK: { actions: ["add", "breakDown"] },
    REMIND: { actions: raise({ type: "REMINDED", at: 0 }, { id: "reminder", delay: 500 }) },
    FORGET: { actions: cancel("reminder") },
    REMINDED: { actions: "hear" },
  },
  states: {
    calm: { on: { OPEN: "opening", WAIT: "waiting", NAP: "napping", PEEP: "peeping", TRAP: "trapped" } },
    opening: {
      entry: { type: "Connect", params: { channel: "1", recent: 0 } },
      on: {
        CONNECTED: { target: "calm", actions: "hear" },
        FAIL: { target: "calm", actions: "hear" },
        CLOSE: { target: "calm", actions: { type: "Cancel", params: { effect: "Connect" } } },
      },
    },
    waiting: {
      after: { soon: { target: "calm", actions: "hear" } },
      on: { WAIT: { target: "waiting", reenter: true }, CLOSE: "calm" },
    },
    napping: { after: { late: "calm" } },
    /** Left in the step that enters it: its timer must not stay. */
    peeping: { after: { soon: "waiting" }, always: "calm" },
    trapped: { after: { soon: { target: "calm", actions: "breakDown" } }, on: { CLOSE: "calm" } },
  },
})
