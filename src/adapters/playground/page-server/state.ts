import type { APIDMChannel, APIMessage, APIUser } from "discord-api-types/v10"
import type { PageState } from "../page-api.ts"
import { GUILD } from "../sample-world.ts"
import { pageGuild } from "../world/guilds.ts"
import { visibleChannel } from "../world/permissions.ts"
import { channelView } from "../world/views/channel.ts"
import { messageView } from "../world/views/message.ts"
import type { World } from "../world/world.ts"
import { personOf } from "./acts.ts"
import { isDm } from "../world/records.ts"

/** All that the page shows before something happens, to one of the people. */
export function pageState(world: World, notice: string | null, personId: string): PageState {
  const person = personOf(world, personId)
  const dms = world.channels.in("dm").filter((channel) => isDm(channel) && channel.person_id === person.id)
  return {
    notice,
    bot: world.bot,
    people: peopleOf(world),
    guilds: world.guilds
      .all()
      .filter((guild) => world.members.get(`${guild.id}.${person.id}`) !== undefined)
      .map((guild) => pageGuild(world, guild, person.id)),
    dms: dms.map((channel) => ({ person, channel: channelView(world, channel) as APIDMChannel })),
    commands: world.commands.all(),
  }
}

/** As whom one may act: the people of the sample guild, not the authors of recordings. */
export const peopleOf = (world: World): ReadonlyArray<APIUser> =>
  world.members
    .in(GUILD.id)
    .flatMap((member) => world.users.get(member.user_id) ?? [])
    .filter((user) => user.bot !== true)

/** A page of a channel's history, newest first, as a person sees it. */
export function pageHistory(
  world: World,
  channelId: string,
  query: { readonly as: string; readonly limit?: number | undefined; readonly before?: string | undefined },
): ReadonlyArray<APIMessage> {
  const channel = visibleChannel(world, channelId, personOf(world, query.as).id)
  const limit = query.limit ?? 50
  const shown: Array<APIMessage> = []
  for (let before = query.before; ;) {
    const page = world.messages.history(channel.id, { limit, before })
    const theirs = page.filter(({ only_for }) => only_for === undefined || only_for === query.as)
    shown.push(...theirs.map((message) => messageView(world, message, query.as)))
    if (shown.length >= limit || page.length < limit) return shown.slice(0, limit)
    before = page.at(-1)!.id
  }
}
