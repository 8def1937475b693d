/**
 * Operators are told by direct message, each on their own, and at a webhook, as of a Discord channel or of Slack.
 * https://discord.com/developers/docs/resources/user#create-dm · https://discord.com/developers/docs/resources/webhook#execute-webhook
 */
import { hash } from "node:crypto"
import { Routes } from "discord.js"
import { Effect, Layer, Redacted, Schema } from "effect"
import { NotTold, OperatorsBell } from "../../actors/alerting/bell.ts"
import { Alerting } from "../../actors/alerting/terms.ts"
import { Snowflake } from "../../machines/values.ts"
import { DiscordRest } from "./rest.ts"
import { Sent } from "./shapes.ts"
import { botMessage } from "./speakers.ts"

const Opened = Schema.Struct({ id: Snowflake })

/** How long a webhook may take to answer, in ms. */
const patience = 15_000

/** One nonce for each attempt at the same alert: Discord says it once. At most 25 characters. */
const nonceFor = (key: string, operator: string): string =>
  hash("sha256", `${key} ${operator}`, "base64url").slice(0, 24)

export const layer: Layer.Layer<never, never, DiscordRest> = Layer.effect(
  OperatorsBell,
  Effect.gen(function* () {
    const { api } = yield* DiscordRest
    const terms = yield* Alerting

    const direct = (operator: string, key: string, text: string) =>
      Effect.gen(function* () {
        const { id } = yield* api(Opened, "POST", Routes.userChannels(), { body: { recipient_id: operator } })
        const body = botMessage(nonceFor(key, operator), `⚠️ ${text}`)
        yield* api(Sent, "POST", Routes.channelMessages(id), { body })
      }).pipe(
        Effect.asVoid,
        Effect.mapError(({ message }) => new NotTold({ reason: message })),
      )

    const post = (webhook: Redacted.Redacted, text: string) =>
      Effect.tryPromise({
        try: (signal) =>
          fetch(Redacted.value(webhook), {
            method: "POST",
            redirect: "error",
            headers: { "content-type": "application/json" },
            // Discord reads `content`, Slack and those like it read `text`.
            body: JSON.stringify({ content: `⚠️ ${text}`, text, allowed_mentions: { parse: [] } }),
            signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
          }),
        // What went wrong may name the address, which is a secret.
        catch: () => new NotTold({ reason: "it does not answer" }),
      }).pipe(
        Effect.flatMap(({ ok, status }) =>
          ok ? Effect.void : Effect.fail(new NotTold({ reason: `it answered ${status}` })),
        ),
      )

    return {
      ring: (key, text) => {
        const { webhook, operators } = terms()
        return [
          ...(webhook === null ? [] : [{ to: "the webhook", tell: post(webhook, text) }]),
          ...operators.map((operator) => ({ to: `operator ${operator}`, tell: direct(operator, key, text) })),
        ]
      },
    }
  }),
)
