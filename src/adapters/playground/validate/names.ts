import { rule, text } from "./form.ts"

const without = (word: string) =>
  rule<string>(
    "USERNAME_INVALID_CONTAINS",
    `Username cannot contain "${word}"`,
    (name) => !name.toLowerCase().includes(word),
  )

/** The name of a webhook, and the one it speaks under: https://discord.com/developers/docs/resources/webhook#create-webhook */
export const WebhookName = text(1, 80).check(without("clyde"), without("discord"))
