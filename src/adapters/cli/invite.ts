/** The link with which a person who manages a server invites the bot. */
import { PermissionFlagsBits } from "discord-api-types/v10"

const permissions =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.AddReactions |
  PermissionFlagsBits.ManageWebhooks |
  PermissionFlagsBits.ManageMessages

/** https://discord.com/developers/docs/topics/oauth2#bot-authorization-flow */
export const inviteLink = (applicationId: string): string =>
  `https://discord.com/oauth2/authorize?client_id=${applicationId}&scope=bot+applications.commands&permissions=${permissions}`
