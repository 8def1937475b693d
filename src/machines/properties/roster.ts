/** What is to hold of what is known of a team. */
import type { RosterContext } from "../team/roster.ts"
import { isIn, type Properties } from "./property.ts"
import { ada, bob, channel } from "./samples.ts"

const missed = (successor: string | null, by = ada) =>
  ({ type: "MISSED", missed: { brain: "a", name: "A", successor }, channel, by }) as const

const done = {
  asked: 2,
  answered: 1,
  failed: 1,
  stopped: 0,
  input: 100,
  output: 20,
  cost: 0,
  unpriced: 120,
  last: 1_700_000_000_000,
}

export const roster: Properties<RosterContext> = {
  comes: () => [
    { type: "DISABLE", brain: "a", by: ada },
    { type: "DEPRECATE", brain: "a", successor: "b", by: null },
    { type: "ENABLE", brain: "a", filed: true, by: ada },
    { type: "ENABLE", brain: "a", filed: false, by: ada },
    { type: "ENABLE", brain: "b", filed: false, by: ada },
    { type: "ENABLE", brain: "b", filed: true, by: ada },
    { type: "COUNTED", done: { a: done } },
    missed(null),
    missed("B"),
    missed("B", bob),
  ],
  gist: ({ said, done: all, told }) => [said["a"]?.standing, said["b"]?.standing, Object.keys(all), told],
  always: {
    "nobody is told twice of the same successor": ({ context: { told } }) =>
      new Set(told).size === told.length,
    "it is known of whom alone an operator said otherwise than the files": (moment) =>
      isIn(moment, "filed") === (Object.keys(moment.context.said).length === 0) &&
      isIn(moment, "thinned") ===
        Object.values(moment.context.said).some(({ standing }) => standing !== "active"),
    "who is deprecated has a successor": ({ context: { said } }) =>
      Object.values(said).every(
        ({ standing, successor }) => (standing === "deprecated") === (successor !== null),
      ),
  },
  heard: [
    {
      name: "MISSED, of one that is switched off,",
      when: () => true,
      event: () => missed(null),
      then: (_, __, asks) => asks.some((effect) => effect.type === "Notice"),
    },
  ],
}
