/** `/schedule`: made, listed, paused, resumed and deleted, by who made it or manages messages. */
import { Effect } from "effect"
import { describe, expect } from "vitest"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { ADA, BEN, CLEO, GUILD, LAUNCH } from "../../../src/adapters/playground/sample-world.ts"
import type { Scheduled } from "../../../src/machines/team/guild.ts"
import { channel, envelopes, hears, Told } from "./fixtures.ts"
import { answered, autocomplete, command, refused } from "./interacting.ts"
import { openDm } from "./looking.ts"

const ada = { id: ADA.id, name: "Ada" }

const scheduled: Scheduled = {
  schedule: "schedule/1",
  said: "daily 08:00",
  zone: "Europe/Berlin",
  agent: "Writer",
  prompt: "What is new?",
  channel,
  by: ada,
  due: 1_700_000_000_000,
  paused: false,
  at: 1,
}

const has = (...schedules: ReadonlyArray<Scheduled>) =>
  Effect.map(Told, ({ agreed }) => {
    agreed.schedules = schedules
  })

describe("/schedule create", () => {
  hears(
    "makes a schedule of its own, which asks here as who made it",
    Effect.gen(function* () {
      const id = yield* command("schedule create", {
        when: "Weekdays 9:30",
        prompt: " What is new? ",
        agent: "Writer",
        zone: "Europe/Berlin",
        missed: "all",
      })
      expect((yield* answered(id)).content).toContain("I ask Writer here: Weekdays 9:30 (Europe/Berlin).")
      expect(yield* envelopes(1)).toEqual([
        {
          to: `schedule/${id}`,
          id: `discord:${id}`,
          cause: id,
          event: {
            type: "CREATE",
            timetable: {
              said: "Weekdays 9:30",
              when: { type: "cron", cron: "30 9 * * 1-5" },
              zone: "Europe/Berlin",
              agent: { id: "writer", name: "Writer" },
              prompt: "What is new?",
              by: ada,
              channel,
              guild: GUILD.id,
              home: GUILD.id,
              missed: "all",
            },
          },
        },
      ])
    }),
  )

  hears(
    "asks in one's direct messages, and is listed where it was made",
    Effect.gen(function* () {
      const id = yield* command("schedule create", { when: "daily 8:00", prompt: "News?", where: "dm" })
      expect((yield* answered(id)).content).toContain("I ask the team in your direct messages")
      const [envelope] = yield* envelopes(1)
      expect(envelope!.event).toMatchObject({
        timetable: {
          channel: yield* openDm(ADA.id),
          guild: null,
          home: GUILD.id,
          agent: null,
          missed: "once",
        },
      })
    }),
  )

  hears(
    "asks in another channel, where one may write",
    Effect.gen(function* () {
      const id = yield* command("schedule create", {
        when: "daily 8:00",
        prompt: "News?",
        channel: `#${LAUNCH.id}`,
      })
      expect((yield* answered(id)).content).toContain(`I ask the team in <#${LAUNCH.id}>`)
      expect((yield* envelopes(1))[0]!.event).toMatchObject({
        timetable: { channel: LAUNCH.id, guild: GUILD.id, home: GUILD.id },
      })
    }),
  )

  hears(
    "asks nowhere where one may not write",
    Effect.gen(function* () {
      const { overwrite } = yield* Playground
      yield* overwrite(LAUNCH.id, BEN.id, { deny: ["SendMessages"] })
      const given = { when: "daily 8:00", prompt: "News?", channel: `#${LAUNCH.id}` }
      yield* command("schedule create", given, channel, BEN.id)
      expect(yield* refused).toBe(`You may not write in <#${LAUNCH.id}>, so nothing is asked there for you.`)
    }),
  )

  hears(
    "asks in somebody else's direct messages for who manages the server, and for nobody else",
    Effect.gen(function* () {
      const given = { when: "daily 8:00", prompt: "News?" }
      yield* command("schedule create", { ...given, user: `@${CLEO.id}` }, channel, BEN.id)
      expect(yield* refused).toBe(
        "Only who manages a server may have something asked in other people's direct messages.",
      )
      const id = yield* command("schedule create", { ...given, user: `@${CLEO.id}` })
      expect((yield* answered(id)).content).toContain("in the direct messages of **Cleo**")
      expect((yield* envelopes(1))[0]!.event).toMatchObject({
        timetable: {
          channel: yield* openDm(CLEO.id),
          guild: null,
          home: GUILD.id,
          to: { id: CLEO.id, name: "Cleo" },
        },
      })
    }),
  )

  hears(
    "says what it cannot read, and what can be said",
    Effect.gen(function* () {
      yield* command("schedule create", { when: "at dawn", prompt: "News?" })
      expect(yield* refused).toContain("`at dawn` is no time that I know. Say `daily 08:00`")
      const { envelopes } = yield* Told
      expect(envelopes).toEqual([])
    }),
  )

  hears(
    "makes no more than a server may have",
    Effect.gen(function* () {
      yield* has(...Array.from({ length: 25 }, () => scheduled))
      yield* command("schedule create", { when: "daily 8:00", prompt: "News?" })
      expect(yield* refused).toBe("There are 25 schedules here, which is all there may be: delete one.")
    }),
  )

  hears(
    "offers agents and time zones",
    Effect.gen(function* () {
      expect(yield* autocomplete("schedule create", "zone", "berl")).toEqual([
        { name: "Europe/Berlin", value: "Europe/Berlin" },
      ])
      expect(yield* autocomplete("schedule create", "agent", "wri")).toMatchObject([{ value: "writer" }])
    }),
  )
})

describe("a schedule", () => {
  hears(
    "is listed with its next time",
    Effect.gen(function* () {
      const empty = yield* answered(yield* command("schedule list"))
      expect(empty.content).toContain("Nothing is scheduled here")
      const barred = "Ada is no member of that server any more"
      yield* has(scheduled, { ...scheduled, due: null, paused: true, agent: null, barred })
      const list = yield* answered(yield* command("schedule list"))
      expect(list.content).toBe(
        [
          `⏰ **daily 08:00** (Europe/Berlin, next <t:1700000000:f>) in <#${channel}>, Ada asks Writer: What is new?`,
          `⏸️ **daily 08:00** (Europe/Berlin) in <#${channel}>, Ada asks the team (paused: Ada is no member of that server any more): What is new?`,
        ].join("\n"),
      )
    }),
  )

  hears(
    "is offered while one types, paused, resumed and deleted",
    Effect.gen(function* () {
      yield* has(scheduled)
      expect(yield* autocomplete("schedule pause", "schedule", "NEW")).toEqual([
        { name: "daily 08:00 · Writer · What is new?", value: "schedule/1" },
      ])
      for (const change of ["pause", "resume", "delete"])
        yield* answered(yield* command(`schedule ${change}`, { schedule: "schedule/1" }))
      expect((yield* envelopes(3)).map(({ to, event }) => [to, event.type])).toEqual([
        ["schedule/1", "PAUSE"],
        ["schedule/1", "RESUME"],
        ["schedule/1", "STOP"],
      ])
    }),
  )

  hears(
    "is nobody else's to change, and nothing is that is not listed",
    Effect.gen(function* () {
      yield* has(scheduled)
      const others = yield* command("schedule delete", { schedule: "schedule/1" }, channel, BEN.id)
      expect((yield* answered(others)).content).toBe(
        "That is Ada's: only Ada, or who may manage messages here, changes it.",
      )
      const unknown = yield* answered(yield* command("schedule delete", { schedule: "vote/1" }))
      expect(unknown.content).toContain("There is no such schedule here")
      const { envelopes } = yield* Told
      expect(envelopes).toEqual([])
    }),
  )
})
