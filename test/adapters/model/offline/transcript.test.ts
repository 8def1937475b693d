/** What a newcomer reads: a launch in some messages with the sample team. After a change, read `transcripts/launch.txt`. */
import { beforeAll, describe, expect, it } from "vitest"
import { unlabelled } from "../../../../src/adapters/model/offline/label.ts"
import type { Team } from "../../../../src/machines/agent/brain.ts"
import { calledIn } from "../../../../src/machines/conversation/routing.ts"
import { channelOf, sampleTeam, type Reply } from "./play.ts"

const launch: ReadonlyArray<readonly [string, string]> = [
  ["Ada", "Hello team! We launch our tea shop in March."],
  ["Ben", "@Strategist our budget is 5,000 euros and we have two people"],
  ["Ada", "@Writer, a tagline for the tea shop please"],
  ["Ada", "@Writer another one please"],
  ["Cleo", "Analyst, 40 of 500 people signed up so far. What percentage is that?"],
  ["Ben", "cool, that is more than I thought"],
  ["Ada", "@Strategist what should we do first?"],
  ["Cleo", "What are the biggest risks?"],
  ["Ben", "The biggest risk is the rent: 1,200 euros a month."],
  ["Ben", "@Analyst, remember that a cup brings 3 euros"],
  ["Ben", "@Analyst how many cups are 1,200 / 3?"],
  ["Ada", "@Strategist summarise the discussion please"],
  ["Cleo", "@Writer write an announcement for the opening"],
  ["Ben", "@Strategist write me a headline"],
  ["Ben", "Should we open on a Monday or on a Saturday? We need a decision."],
  ["Ben", "@Analyst what did I tell you?"],
  ["Ada", "thanks @Writer!"],
]

let team: Team
let replies: ReadonlyArray<Reply>
let transcript: string

beforeAll(async () => {
  team = await sampleTeam()
  const channel = channelOf(team)
  const played = launch.map(([name, text]) => ({ name, text, replies: channel.says(name, text) }))
  replies = played.flatMap(({ replies }) => replies)
  transcript = played
    .flatMap(({ name, text, replies }) => [{ name, text }, ...replies])
    .map(({ name, text }) => `${name}\n${text.replace(/^/gm, "    ")}\n`)
    .join("\n")
})

describe("the launch of a tea shop", () => {
  it("reads like this", async () => {
    await expect(transcript).toMatchFileSnapshot("transcripts/launch.txt")
  })

  it("is answered in few words", () => {
    const lengths = replies.map(({ text }) => unlabelled(text).split(/\s+/).length)
    expect(Math.max(...lengths)).toBeLessThanOrEqual(95)
  })

  it("has no answer that calls an agent or pings somebody", () => {
    for (const { text } of replies) {
      expect(calledIn(text, team.agents)).toEqual([])
      expect(text).not.toContain("@")
    }
  })

  it("quotes nothing twice in an answer, and nothing within a quote", () => {
    for (const { text } of replies) {
      const quotes = [...text.matchAll(/“([^”]*)”/g)].map(([, quote]) => quote!)
      expect(new Set(quotes).size, text).toBe(quotes.length)
      expect(quotes.filter((quote) => /[“"]/.test(quote))).toEqual([])
    }
  })

  it("quotes people and briefs, and no agent", () => {
    const bare = (text: string) =>
      text
        .replace(/[@*“”"×…]/g, "")
        .replace(/\s+/g, " ")
        .trim()
    const sources = [
      bare(launch.map(([, text]) => text).join("\n")),
      bare(team.agents.map(({ prompt }) => prompt).join("\n")),
      "what did I tell you?",
    ]
    const quotes = replies.flatMap(({ text }) =>
      [...text.matchAll(/“([^”]*)”/g)].map(([, quote]) => bare(quote!)),
    )
    expect(quotes.length).toBeGreaterThan(10)
    expect(quotes.filter((quote) => !sources.some((source) => source.includes(quote)))).toEqual([])
  })

  it("says the same thing another way the next time", () => {
    for (const { id } of team.agents) {
      const openings = replies
        .filter(({ prompt }) => prompt.brain.id === id)
        .map(({ text }) => text.split("\n")[0]!.replace(/“.*/, "").slice(0, 30))
      openings.slice(1).forEach((opening, at) => expect(opening).not.toBe(openings[at]))
    }
  })
})
