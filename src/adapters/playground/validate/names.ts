import { rule, text } from "./form.ts"

/** A webhook's own name: https://discord.com/developers/docs/resources/webhook#create-webhook */
export const WebhookName = text(1, 80).check(
  ...(["clyde", "discord"].map((word) =>
    rule<string>(
      "USERNAME_INVALID_CONTAINS",
      `Username cannot contain "${word}"`,
      (name) => !name.toLowerCase().includes(word),
    ),
  ) as [ReturnType<typeof rule<string>>]),
)
