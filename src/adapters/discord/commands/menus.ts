/** The entries in the menu of a message, and how each is answered. */
import type { MessageContextMenuCommandInteraction } from "discord.js"
import { exportAsTest, answerMenu as answerExport } from "./export-as-test.ts"
import { answerWhy, why } from "./why.ts"

export const menus = [why, exportAsTest]

/** Never fails. */
export const answerMenu = (interaction: MessageContextMenuCommandInteraction) =>
  interaction.commandName === why.name ? answerWhy(interaction) : answerExport(interaction)
