/** What is to hold of a budget. */
import type { Allowance } from "../budget/allowance.ts"
import { tells, type Properties } from "./property.ts"
import { ada, channel, limit } from "./samples.ts"

const reserve = (turn: string, tokens: number) =>
  ({ type: "RESERVE", turn, tokens, limit, asker: "agent/0-0001", channel, by: ada }) as const

const sum = (all: Readonly<Record<string, number>>): number =>
  Object.values(all).reduce((total, one) => total + one, 0)

export const budget: Properties<Allowance> = {
  comes: () => [
    reserve("1.a", 60),
    reserve("2.a", 60),
    reserve("3.a", 30),
    { type: "SETTLE", turn: "1.a", tokens: 50 },
    { type: "SETTLE", turn: "3.a", tokens: 40 },
    { type: "RETURN", turn: "2.a" },
  ],
  gist: ({ used, reserved }) => [Math.min(used, 200), reserved],
  always: {
    "what is used and what is set aside is never negative": ({ context: { used, reserved } }) =>
      used >= 0 && Object.values(reserved).every((tokens) => tokens >= 0),
  },
  heard: [
    {
      name: "RESERVE, which is granted only where there is enough,",
      when: () => true,
      event: () => reserve("9.a", 10),
      then: ({ context: { tokens, used, reserved } }, _, asks) =>
        tells(asks, "GRANTED") ? used + sum(reserved) <= tokens : tells(asks, "REFUSED"),
    },
  ],
}
