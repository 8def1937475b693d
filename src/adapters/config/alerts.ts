/** Who hears it when agents are scarce. */
import type { AlertTerms } from "../../actors/alerting/terms.ts"
import { usualTerms } from "../../actors/alerting/terms.ts"
import { duration, secret, snowflakes } from "./kinds.ts"
import { key, table, type Values } from "./tree.ts"

const webAddress = {
  pattern: /^https?:\/\/[^\s/?#]+\S*$/,
  expected: "an address that begins with http:// or https://",
}

export const alerts = table(
  "Who operates this Orrery, and hears it when agents are scarce: nearly all used, and somebody waits.",
  {
    operators: key(snowflakes, {
      does: "Discord ids of the operators: the bot writes to each, and they alone add agents and take them out with /agents.",
      standard: [],
      env: "ORRERY_ALERTS_OPERATORS",
    }),
    webhook: key(secret("ORRERY_ALERTS_WEBHOOK", webAddress), {
      does: "Where alerts are posted as JSON: a webhook of a Discord channel, of Slack, or of a service like them. Who knows it can write there.",
      standard: null,
      without: "they are posted nowhere",
      example: '"env:ORRERY_ALERTS_WEBHOOK"',
      env: "ORRERY_ALERTS_WEBHOOK",
    }),
    cooldown: key(duration("1 min", "7 days"), {
      does: "How long it is at least from one alert to the next.",
      standard: usualTerms.cooldown,
      env: "ORRERY_ALERTS_COOLDOWN",
    }),
    hint_after: key(duration("10 min", "90 days"), {
      does: "When fewer than 3 in 10 agents were used for so long, the log says so; nothing is changed.",
      standard: usualTerms.quiet,
      env: "ORRERY_ALERTS_HINT_AFTER",
    }),
  },
  { live: true },
)

export type Written = Values<(typeof alerts)["keys"]>

export const termsOf = ({ operators, webhook, cooldown, hint_after }: Written): AlertTerms => ({
  operators,
  webhook,
  cooldown,
  quiet: hint_after,
})
