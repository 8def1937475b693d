/** The team as it is now: its files are watched, and how an operator has an agent stand counts more than they do. */
import { rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { it } from "@effect/vitest"
import { Context, Effect, Layer, Logger } from "effect"
import { describe, expect } from "vitest"
import { Observer } from "../../../src/actors/watching/observer.ts"
import { Mail } from "../../../src/actors/mail.ts"
import { Roster } from "../../../src/actors/performing/roster.ts"
import { FollowingLayer } from "../../../src/adapters/brains/following.ts"
import { Lineup } from "../../../src/adapters/brains/lineup.ts"
import { stand, type Change } from "../../../src/adapters/brains/standing.ts"
import type { RosterContext } from "../../../src/machines/team/roster.ts"
import { Play } from "../../machines/support/play.ts"
import { temporaryDirectory } from "../../support/directory.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { World } from "../../support/world.ts"

const file = (name: string, more = "") =>
  `---\nname: ${name}\nrole: Does what ${name} does\nlanguage: en\n${more}---\nYou are ${name}.\n`

/** A folder with a team, what it is at every moment, and a `roster/team` of its own. */
const world = Effect.gen(function* () {
  const folder = yield* temporaryDirectory("orrery-lineup-")
  const write = (id: string, text: string) => Effect.promise(() => writeFile(join(folder, `${id}.md`), text))
  for (const [id, name] of [
    ["editor", "Editor"],
    ["writer", "Writer"],
    ["manager", "Manager"],
  ] as const)
    yield* write(id, file(name))
  const lines: Array<string> = []
  const logger = Logger.make(({ message }) => void lines.push(String(message)))
  const context = yield* Layer.build(
    Lineup.layer(folder).pipe(Layer.provide([new MemoryStore().layer, Logger.layer([logger])])),
  )
  const lineup = Context.get(context, Lineup)
  const team = Context.get(context, Roster)
  const play = new Play<RosterContext>("roster", { id: "team" })
  const mail = {
    tell: (_: string, { event }: { event: Parameters<typeof play.tell>[0] }) =>
      Effect.sync(() => {
        play.tell(event)
        lineup.hear(play.books.seq, play.context)
        return "committed" as const
      }),
  } as unknown as Mail["Service"]
  let wishes = 0
  const wish = (what: Change["what"], agent: string, successor: string | null = null) =>
    stand({ what, agent, successor, by: null, request: String(++wishes) }).pipe(
      Effect.provideService(Lineup, lineup),
      Effect.provideService(Mail, mail),
      Effect.provide(Logger.layer([logger])),
      Effect.map(({ standing }) => standing as string),
      Effect.catch(({ message }) => Effect.succeed(message)),
    )
  const poll = (look: () => unknown, wanted: unknown) =>
    Effect.promise(async () => await expect.poll(look).toEqual(wanted))
  return { folder, write, lines, lineup, team, wish, poll }
})

const ids = (all: ReadonlyArray<{ readonly id: string }>) => all.map(({ id }) => id)

describe("the line-up", () => {
  it.live("takes in who is added to the folder, and lets go who is taken out", () =>
    Effect.gen(function* () {
      const { folder, write, team, poll } = yield* world
      expect(ids(team.agents)).toEqual(["editor", "writer"])
      yield* write("poet", file("Poet"))
      yield* poll(() => ids(team.agents), ["editor", "poet", "writer"])
      yield* Effect.promise(() => rm(join(folder, "editor.md")))
      yield* poll(() => ids(team.agents), ["poet", "writer"])
      expect(team.lead.id).toBe("poet")
    }),
  )

  it.live("refuses files that are wrong, says why, and goes on with the team that it has", () =>
    Effect.gen(function* () {
      const { write, team, lines, poll } = yield* world
      yield* write("poet", "nobody")
      yield* poll(() => lines.some((line) => line.includes("poet.md:1: the file does not begin with ---")), true)
      expect(ids(team.agents)).toEqual(["editor", "writer"])
    }),
  )

  it.live("lets an operator take agents out and in again, and has a successor answer", () =>
    Effect.gen(function* () {
      const { team, wish, lineup } = yield* world
      expect(yield* wish("deprecate", "Writer", "editor")).toBe("deprecated")
      expect([ids(team.agents), team.away?.map(({ brain, successor }) => [brain.id, successor?.id])]).toEqual([
        ["editor"],
        [["writer", "editor"]],
      ])
      expect(yield* wish("enable", "writer")).toBe("active")
      expect(yield* wish("disable", "manager")).toBe("disabled")
      expect([ids(team.agents), team.manager, team.away]).toEqual([["editor", "writer"], null, []])
      expect(lineup.all().map(({ brain, standing }) => `${brain.id} ${standing}`)).toEqual([
        "editor active",
        "manager disabled",
        "writer active",
      ])
    }),
  )

  it.live("says what cannot be: the last one, a circle, somebody who is not there", () =>
    Effect.gen(function* () {
      const { wish } = yield* world
      expect(yield* wish("deprecate", "writer", "writer")).toBe("Writer cannot answer in its own place.")
      expect(yield* wish("deprecate", "writer", "poet")).toMatch(/^The team has no "poet": there are editor/)
      expect(yield* wish("disable", "editor")).toBe("disabled")
      expect(yield* wish("disable", "writer")).toMatch(/^Writer is the last that answers/)
      yield* wish("enable", "editor")
      yield* wish("deprecate", "writer", "editor")
      expect(yield* wish("enable", "editor")).toBe("Editor is active already.")
      expect(yield* wish("deprecate", "manager", "editor")).toMatch(/^The manager answers nobody/)
    }),
  )

  it.live("shows who is planned, and does not call it until it is enabled", () =>
    Effect.gen(function* () {
      const { write, team, wish, lineup, poll } = yield* world
      yield* write("poet", file("Poet", "state: planned\n"))
      yield* poll(() => lineup.all().map(({ standing }) => standing), ["active", "active", "planned", "active"])
      expect(ids(team.agents)).toEqual(["editor", "writer"])
      yield* wish("enable", "poet")
      expect(ids(team.agents)).toEqual(["editor", "poet", "writer"])
    }),
  )

  it.live("hears on every runner what an operator says on one, and after a restart", () =>
    Effect.gen(function* () {
      const { folder, poll } = yield* world
      const memory = new MemoryStore()
      const lineup = Layer.effect(
        Lineup,
        Effect.map(Layer.build(Layer.fresh(Lineup.layer(folder))), (built) => Context.get(built, Lineup)),
      )
      const one = yield* Layer.build(
        FollowingLayer.pipe(
          Layer.provideMerge(lineup),
          Layer.provideMerge(new World().runtime(memory.layer)),
        ),
      )
      const other = yield* Layer.build(
        Layer.fresh(FollowingLayer).pipe(
          Layer.provideMerge(Layer.fresh(lineup)),
          Layer.provideMerge(Layer.merge(Layer.fresh(Observer.layer), memory.layer)),
        ),
      )
      const wish = { what: "disable", agent: "writer", successor: null, by: null, request: "1" } as const
      yield* stand(wish).pipe(Effect.provide(one))
      const standings = (built: Context.Context<Lineup>) =>
        Context.get(built, Lineup)
          .all()
          .map(({ standing }) => standing)
      expect(standings(one)).toEqual(["active", "active", "disabled"])
      yield* poll(() => standings(other), ["active", "active", "disabled"])
      const later = yield* Layer.build(Layer.fresh(lineup).pipe(Layer.provide(memory.layer)))
      expect(standings(later)).toEqual(["active", "active", "disabled"])
    }),
  )
})
