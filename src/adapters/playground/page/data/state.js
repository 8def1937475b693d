/** What the page knows: everything shown is drawn from this. Messages and users are Discord's objects, never changed in place. */
export function emptyState() {
  return {
    /** The person spoken as. */
    me: undefined,
    bot: undefined,
    /** Why this is not the real thing, such as an offline model; a sentence or undefined. */
    notice: undefined,
    people: [],
    /** `{ id, name, members }`; their channels are in `channels`. */
    guilds: [],
    /** Every channel and thread by id, DMs with `person`. */
    channels: new Map(),
    commands: [],
    /** `{ messages, complete, reading, failure }` by channel; oldest first; only of channels that were opened. */
    logs: new Map(),
    /** Who is typing: `{ name, bot, until }` by user id, by channel. */
    typing: new Map(),
    /** `{ count, mentions, after }` by channel. */
    unread: new Map(),
    /** Agents known so far: `{ name, role?, id?, avatar? }` by name in lower case. */
    agents: new Map(),
    /** Interactions under way: `{ id, channel, label, message, failure }`. */
    receipts: [],
    /** What became of interactions, by id: a refusal, or undefined for an answer. It can be quicker than the id's own way. */
    outcomes: new Map(),
    /** What is being answered, by channel: the message. */
    replies: new Map(),
    /** Id of the message that is being edited. */
    editing: undefined,
    /** A refusal to show above the message box: `{ channel, text }`. */
    failure: undefined,
    /** Whether the newest message is in sight. */
    reading: false,
    /** The open channel's id. */
    current: undefined,
    /** connecting, live or lost */
    connection: "connecting",
  }
}
