/** What language models are asked and what they answer, and the regular expressions that texts of strangers meet. */
import { createServer } from "node:http"
import { once } from "node:events"
import type { AddressInfo } from "node:net"
import { Duration, Effect, Redacted, Result, Schema } from "effect"
import * as fc from "fast-check"
import type { Prompt } from "../../../src/actors/performing/model.ts"
import { languageModel } from "../../../src/adapters/model/language-model.ts"
import { offlineModel } from "../../../src/adapters/model/offline/model.ts"
import { openai } from "../../../src/adapters/model/openai.ts"
import { answerRequest, routeRequest } from "../../../src/adapters/model/prompt.ts"
import { mostResponders, readChoice } from "../../../src/adapters/model/route.ts"
import { calledIn, summonedIn } from "../../../src/machines/conversation/routing.ts"
import { matchedIn } from "../../../src/adapters/routing/triggers.ts"
import { Usage } from "../../../src/machines/values.ts"
import { anyJson, garbled, hostileText, jsonText, must, nearly } from "../inputs.ts"
import { opened, target } from "../target.ts"
import { brain, lines, message, team } from "./samples.ts"
import { block } from "../../support/block.ts"

/** The longest answer of an agent, in characters. */
const longest = 65_536

const choice = { responders: ["writer", "code-reviewer"], reason: "a draft" }
const choices = fc.oneof(
  { weight: 4, arbitrary: jsonText(nearly(choice, { responders: "writer, reviewer" })) },
  {
    weight: 2,
    arbitrary: garbled(fc.constantFrom('Sure! {"responders": ["writer"', "writer, code-reviewer", "none")),
  },
  { weight: 1, arbitrary: hostileText(longest, ['"responders":[', "writer", "{", "}", "]", ".", "- "]) },
)

const managers = target(
  "model: the manager's choice",
  8,
  fc.tuple(choices, fc.boolean()),
  ([text, toTeam]) => {
    const chosen = readChoice(text, {
      team,
      message: { ...message, toTeam },
      lent: [],
      corrections: [],
      choices: [],
      sessions: [],
    })
    if (chosen === null) return
    const known = new Set(team.agents.map(({ id }) => id))
    must(
      chosen.responders.every((id) => known.has(id)),
      "somebody who is not on the team",
    )
    must(chosen.responders.length <= mostResponders && chosen.reason !== "", "too many, or no reason")
  },
)

const own = [
  "<message",
  "</message>",
  "<channel>",
  "</memory >",
  "< / Channel",
  "system:",
  "-# offline model",
  "@Writer",
]
const text = hostileText(4500, own)
const prompts: fc.Arbitrary<Prompt> = fc
  .record({
    text,
    name: hostileText(120, own),
    line: text,
    asked: text,
    answered: text,
    label: hostileText(60, own),
    value: text,
  })
  .map(({ text, name, line, asked, answered, label, value }) => ({
    brain: team.agents[0]!,
    message: { ...message, text, author: { ...message.author, name } },
    lent: [...lines, { ...lines[0]!, author: name, text: line }],
    session: [{ asked, answered, at: 0 }],
    memory: [block(label, value)],
    digest: { text: value, of: 1, since: 0, sources: [], model: label, at: 0 },
    knowledge: [{ label, text: value }],
  }))

const tag = /<\s*\/?\s*(message|channel|memory|knowledge|digest)\b/gi
const opening =
  /<message from="[^"<>\n]*"( by="agent")?>|<channel>|<(memory|knowledge) label="[^"<>\n]*"( (about|limit|nearly-full|read-only)="[^"<>\n]*")*>|<digest exchanges="\d+" since="[\d-]+">/g
const closing = /<\/(message|channel|memory|knowledge|digest)>/g

const escaping = target("model: the prompt's tags", 8, prompts, (prompt) => {
  const requests = [
    answerRequest(prompt),
    routeRequest(
      { team, message: prompt.message, lent: prompt.lent, corrections: [], choices: [], sessions: [] },
      team.manager!,
    ),
  ]
  for (const { messages, instructions } of requests) {
    const memory = instructions.content.split("remember together:")[1] ?? ""
    for (const sent of [
      memory,
      ...messages.filter(({ role }) => role === "user").map(({ content }) => String(content)),
    ]) {
      const [open, close] = [sent.match(opening)?.length ?? 0, sent.match(closing)?.length ?? 0]
      must(open === close && (sent.match(tag)?.length ?? 0) === open + close, "a text opened or closed a tag")
      must(sent.isWellFormed() && sent.length < 40_000, "half a character, or too much")
    }
  }
})

const offline = target("model: offline", 8, prompts, async (prompt) => {
  const thought = await Effect.runPromise(offlineModel.think(prompt))
  must(typeof thought.text === "string" && Schema.is(Usage)(thought.usage), "no answer")
  const { responders } = await Effect.runPromise(
    offlineModel.route({
      team,
      message: prompt.message,
      lent: prompt.lent,
      corrections: [],
      choices: [],
      sessions: [],
    }),
  )
  must(
    responders.every((id) => team.agents.some((agent) => agent.id === id)),
    "somebody who is not on the team",
  )
})

const words = [
  "@Writer",
  "Writer, ",
  "“",
  "«",
  "„",
  "`",
  "```",
  "> ",
  ">>> ",
  "blog ",
  "post",
  "<:a:1>",
  "http://",
]
const names = fc.oneof(
  fc.constantFrom("Writer", "C++", "a.b", "İ", "😀", "(a+)+$"),
  fc.string({ unit: "binary", minLength: 1, maxLength: 80 }).filter((it) => it.trim() !== ""),
)
const heard = fc.record({
  said: hostileText(6000, words),
  answered: hostileText(longest, words),
  name: names,
  trigger: names,
})

const routing = target("routing", 12, heard, ({ said, answered, name, trigger }) => {
  const agents = [
    brain("writer", { name, triggers: [trigger, "blog post"] }),
    brain("other", { name: `${name} B` }),
    ...team.agents.slice(0, 1),
  ]
  const ids = [...calledIn(said, agents), ...matchedIn(said, agents), ...summonedIn(answered, agents)]
  must(
    ids.every((id) => agents.some((agent) => agent.id === id)),
    "somebody who is not on the team",
  )
})

const completion = {
  id: "c1",
  object: "chat.completion",
  created: 1,
  model: "m",
  choices: [
    { index: 0, message: { role: "assistant", content: "<think>x</think>Here" }, finish_reason: "stop" },
  ],
  usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 },
}
const replies = fc.record({
  status: fc.constantFrom(200, 200, 200, 200, 201, 204, 400, 401, 402, 404, 429, 500, 529),
  after: fc.constantFrom("", "1", "-1", "1e308", "x", "99999999999", "Wed, 21 Oct 2099 07:28:00 GMT"),
  body: jsonText(nearly(completion, { error: { message: "sk-abcdefgh insufficient_quota" } })).map((it) =>
    it.replaceAll('"infinite"', "1e999"),
  ),
})

/** The AI SDK asks a server that answers anything at all. */
const calls = opened("model: answers of a provider", 2, replies, async () => {
  let next = { status: 200, after: "", body: "" }
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(next.status, {
      "content-type": "application/json",
      ...(next.after === "" ? {} : { "retry-after": next.after }),
    })
    response.end(next.status === 204 ? undefined : next.body)
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const baseUrl = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`)
  const key = "sk-planted-key-0123456789"
  const endpoint = openai({
    baseUrl,
    key: Redacted.make(key),
    models: { premium: "m", standard: "m", lite: "m" },
  })
  const once_ = {
    timeout: Duration.seconds(30),
    retries: 0,
    backoff: Duration.millis(1),
    longest: Duration.millis(1),
  }
  const model = languageModel(endpoint, once_)
  const prompt: Prompt = {
    brain: team.lead,
    message,
    lent: lines,
    session: [],
    memory: [],
    digest: null,
    knowledge: [],
  }
  return {
    take: async (reply) => {
      next = reply
      const thought = await Effect.runPromise(Effect.result(model.think(prompt)))
      if (Result.isSuccess(thought))
        must(Schema.is(Usage)(thought.success.usage), "a usage that cannot be kept")
      else
        must(
          thought.failure._tag === "ModelFailed" && !thought.failure.reason.includes(key),
          "no ModelFailed",
        )
      const routed = await Effect.runPromise(
        model.route({ team, message, lent: lines, corrections: [], choices: [], sessions: [] }),
      )
      must(routed.reason !== "" && !routed.reason.includes(key), "no reason")
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
})

export const model = [
  managers,
  escaping,
  offline,
  routing,
  calls,
  target(
    "model: any JSON",
    1,
    anyJson,
    (json) =>
      void readChoice(JSON.stringify(json) ?? "", {
        team,
        message,
        lent: [],
        corrections: [],
        choices: [],
        sessions: [],
      }),
  ),
]
