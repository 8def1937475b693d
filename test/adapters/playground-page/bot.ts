/** The agents of these tests: a bot that does what Orrery's does, with fixed words. */
import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  Client,
  Events,
  GatewayIntentBits,
  MessageFlags,
  ModalBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
  type ChatInputCommandInteraction,
  type Interaction,
  type Message,
  type TextChannel,
} from "discord.js"

export interface Bot {
  readonly client: Client<true>
  /** Speaks in a channel under an agent's own name. */
  readonly speak: (channelId: string, name: string, content: string, avatarURL?: string) => Promise<void>
  readonly stop: () => Promise<void>
}

const agents = ["Strategist", "Market Analyst", "Code Reviewer"]

const text = (name: string, description: string, required = true) => ({
  type: 3 as const,
  name,
  description,
  required,
})
const commands = [
  {
    name: "ask",
    description: "Ask one agent",
    options: [
      { ...text("agent", "Who should answer"), autocomplete: true as const },
      text("question", "What you want to know"),
      { type: 5 as const, name: "private", description: "Only you see the answer" },
    ],
  },
  { name: "panel", description: "Shows buttons and a select" },
  { name: "quiet", description: "Never answers" },
  { name: "slow", description: "Thinks first" },
]

export async function startBot(playground: { apiBase: string; token: string }): Promise<Bot> {
  const { Guilds, GuildMessages, MessageContent } = GatewayIntentBits
  const client: Client = new Client({
    intents: [Guilds, GuildMessages, MessageContent],
    rest: { api: playground.apiBase },
  })
  const speak: Bot["speak"] = async (channelId, name, content, avatarURL) => {
    const channel = (await client.channels.fetch(channelId)) as TextChannel
    const known = await channel.fetchWebhooks()
    const webhook = known.first() ?? (await channel.createWebhook({ name: "agents" }))
    await webhook.send({ username: name, content, ...(avatarURL !== undefined && { avatarURL }) })
  }
  client.on(Events.MessageCreate, (message) => void answer(message, speak))
  client.on(Events.InteractionCreate, (interaction) => void interact(interaction))
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve))
  await client.login(playground.token)
  await ready
  await client.application!.commands.set(commands)
  return { client: client as Client<true>, speak, stop: () => client.destroy() }
}

/** Whoever is called by name answers; "think" is answered by the sign of it alone. */
async function answer(message: Message, speak: Bot["speak"]): Promise<void> {
  if (message.author.bot) return
  if (message.content === "think") await (message.channel as TextChannel).sendTyping()
  const called = agents.find((name) => message.content.includes(`@${name}`))
  if (called !== undefined)
    await speak(message.channelId, called, `Here I am, ${message.author.displayName}.`)
}

async function interact(interaction: Interaction): Promise<void> {
  if (interaction.isAutocomplete()) {
    const wanted = interaction.options.getFocused().toLowerCase()
    const found = agents.filter((name) => name.toLowerCase().includes(wanted))
    await interaction.respond(found.map((name) => ({ name, value: name.toLowerCase() })))
  } else if (interaction.isChatInputCommand()) await run(interaction)
  else if (interaction.isButton() && interaction.customId === "accept") {
    await interaction.update({ content: `Accepted by ${interaction.user.displayName}`, components: [] })
  } else if (interaction.isButton() && interaction.customId === "edit") await interaction.showModal(form())
  else if (interaction.isStringSelectMenu())
    await interaction.reply(`Chosen: ${interaction.values.join(", ")}`)
  else if (interaction.isModalSubmit()) {
    await interaction.reply(`New question: ${interaction.fields.getTextInputValue("question")}`)
  }
}

async function run(interaction: ChatInputCommandInteraction): Promise<void> {
  const { options } = interaction
  if (interaction.commandName === "ask") {
    const content = `${options.getString("agent")} about ${options.getString("question")}`
    await interaction.reply(
      options.getBoolean("private") === true ? { content, flags: MessageFlags.Ephemeral } : { content },
    )
  } else if (interaction.commandName === "panel") {
    await interaction.reply({ content: "Shall we?", components: panel() })
  } else if (interaction.commandName === "slow") {
    await interaction.deferReply()
    await interaction.editReply("Thought about it.")
  }
}

function panel() {
  const button = (id: string, label: string, style: ButtonStyle) =>
    new ButtonBuilder({ custom_id: id, label, style: style as ButtonStyle.Primary })
  const choose = new StringSelectMenuBuilder({
    custom_id: "who",
    placeholder: "Who explains?",
    options: agents.map((name) => ({ label: name, value: name.toLowerCase() })),
  })
  return [
    new ActionRowBuilder<ButtonBuilder>().addComponents(
      button("accept", "Accept", ButtonStyle.Success),
      button("edit", "Edit", ButtonStyle.Secondary),
      button("ignored", "Ignored", ButtonStyle.Secondary),
    ),
    new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(choose),
  ]
}

function form() {
  const question = new TextInputBuilder({
    custom_id: "question",
    label: "Question",
    style: TextInputStyle.Short,
    required: true,
  })
  return new ModalBuilder({ custom_id: "change", title: "Change the question" }).addComponents(
    new ActionRowBuilder<TextInputBuilder>().addComponents(question),
  )
}
