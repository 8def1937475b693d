/** Who is here: the agents that have spoken, the people, and the bot that carries the agents. */
import { el, fill } from "/shared/dom/element.js"
import { roving } from "/shared/dom/roving.js"
import { openMenu } from "../dom/popover.js"
import { avatar } from "../message/avatar.js"
import { nameOf } from "../data/names.js"

/** More people than this are only counted. */
const most = 100

/** @param {object} page @param {HTMLElement} element */
export function members(page, element) {
  const { store } = page
  const move = roving(element, ".member")

  store.watch(["people", "agents", "current", "channels", "commands"], () => {
    const { state } = store
    const guild = state.guilds.find((one) => one.id === state.channels.get(state.current)?.guild_id)
    const people = (guild?.members ?? state.people).filter((user) => !user.bot)
    const agents = [...state.agents.values()].toSorted((a, b) => a.name.localeCompare(b.name))
    fill(element, [
      group(
        "Agents",
        agents.map((agent) => agentRow(agent, page)),
        "Agents appear here once they have spoken.",
      ),
      group(
        "People",
        people.map((user) => personRow(user, page)),
      ),
      state.bot && group("App", [botRow(state.bot, page)]),
    ])
    move.refresh()
  })
}

function group(title, rows, empty) {
  const shown = rows.slice(0, most)
  if (rows.length === 0 && empty === undefined) return false
  const id = `members-${title.toLowerCase()}`
  return el("section", { "aria-labelledby": id }, [
    el("h2", { id }, title, rows.length > 0 && el("span", {}, rows.length)),
    rows.length === 0
      ? el("p", { class: "empty" }, empty)
      : el(
          "ul",
          {},
          shown.map((row) => el("li", {}, row)),
          rows.length > shown.length &&
            el("li", { class: "empty" }, `and ${rows.length - shown.length} more`),
        ),
  ])
}

/** @param {object} user @param {{ agent?: boolean, role?: string, note?: string }} about @param {() => Array<object>} choices */
function row(user, { agent = false, role, note }, choices) {
  const name = el("span", { class: "member-name", title: role }, nameOf(user), role && el("small", {}, role))
  const lines = [name, note && el("span", { class: "member-note" }, note)]
  const button = el(
    "button",
    { type: "button", class: "member", "aria-haspopup": "menu" },
    avatar(user, "small", agent),
    lines,
  )
  button.addEventListener("click", () => openMenu(button, choices(), nameOf(user)))
  return button
}

function agentRow(agent, page) {
  return row({ ...agent, username: agent.name }, { agent: true, role: agent.role }, () => [
    { label: `Ask ${agent.name}`, icon: "send", pick: () => page.actions.insert(`@${agent.name} `) },
  ])
}

function personRow(user, page) {
  const { me, people } = page.store.state
  const mine = user.id === me?.id
  const speakable = !mine && people.some((person) => person.id === user.id)
  return row(user, { note: mine ? "you" : undefined }, () => [
    { label: "Mention", icon: "reply", pick: () => page.actions.insert(`@${nameOf(user)} `) },
    ...(speakable
      ? [
          {
            label: `Speak as ${nameOf(user)}`,
            icon: "people",
            pick: () => page.actions.switchPerson(user.id),
          },
        ]
      : []),
    ...userCommands(user, page),
  ])
}

function botRow(bot, page) {
  return row(bot, { note: "app" }, () => [
    { label: "Send a direct message", icon: "send", pick: () => page.actions.openDm() },
    { label: "Mention", icon: "reply", pick: () => page.actions.insert(`@${nameOf(bot)} `) },
    ...userCommands(bot, page),
  ])
}

function userCommands(user, page) {
  return page.store.state.commands
    .filter((command) => command.type === 2)
    .map((command) => ({
      label: command.name,
      icon: "spark",
      pick: () =>
        page.actions.command(
          { id: command.id, name: command.name, type: 2, target_id: user.id },
          command.name,
        ),
    }))
}
