/** Whether REST requests are such as Discord takes: by its own OpenAPI description, and by the rules that it lacks. */
import type { RestExchange } from "../../../src/adapters/playground/recorder.ts"
import { missingOpenApi, openApiChecker } from "../playground/openapi.ts"

let checker: ReturnType<typeof openApiChecker> | undefined

/** What Discord would not have taken, in words. What was refused was refused on purpose. */
export const complaintsAbout = (exchanges: ReadonlyArray<RestExchange>): ReadonlyArray<string> => {
  const taken = exchanges.filter(({ status }) => status < 400)
  const broken = taken.flatMap((exchange) =>
    rulesBroken(exchange).map((complaint) => `${exchange.method} ${exchange.path}: ${complaint}`),
  )
  if (missingOpenApi !== undefined) return broken
  checker ??= openApiChecker()
  return [...broken, ...taken.flatMap(checker)]
}

/** What the description lets through, and Discord does not. */
const rulesBroken = ({ method, path, requestBody }: RestExchange): ReadonlyArray<string> => {
  const request = `${method} ${path}`
  if (/^(POST|PATCH) .*(\/messages|\/webhooks\/:\w+\/:\w+)/.test(request))
    return messageRules(requestBody as Sent)
  if (/^PUT .*\/commands$/.test(request)) return commandRules(requestBody as ReadonlyArray<Command>)
  return []
}

interface Sent {
  readonly content?: string
  readonly username?: string
  readonly nonce?: string
  readonly embeds?: ReadonlyArray<object>
}

const broken = (rules: Readonly<Record<string, boolean>>): ReadonlyArray<string> =>
  Object.keys(rules).filter((rule) => rules[rule] === true)

const messageRules = ({ content = "", embeds = [], username = "Agent", nonce = "" }: Sent) =>
  broken({
    "an empty message": content.trim() === "" && embeds.length === 0,
    "embeds over 6,000 characters": JSON.stringify(embeds).length > 6000,
    "a nonce over 25 characters": nonce.length > 25,
    "a name that webhooks may not have": /clyde|discord|^\s*$|^.{81}/iu.test(username),
  })

interface Command {
  /** 1, or left out: a chat command; 2 and 3: an entry of a menu, whose name may have spaces, capitals and punctuation (discordjs/discord.js#8783). */
  readonly type?: number
  readonly name: string
  readonly options?: ReadonlyArray<{ readonly name: string; readonly required?: boolean }>
}

const commandRules = (commands: ReadonlyArray<Command>) =>
  broken({
    "two commands of one name": new Set(commands.map(({ name }) => name)).size < commands.length,
    "a name that commands may not have": !commands.every(({ name, type = 1 }) =>
      (type === 1 ? /^[-_\p{Ll}\p{N}]{1,32}$/u : /^[ \p{L}\p{N}\p{P}]{1,32}$/u).test(name),
    ),
    "a required option after an optional one": commands.some(({ options = [] }) =>
      options.some(({ required }, index) => required === true && options[index - 1]?.required === false),
    ),
  })
