/** A slash command being filled in, in the place of the message box. */
import { el } from "/shared/dom/element.js"
import { icon } from "/shared/dom/icon.js"
import { Interaction } from "../data/api.js"
import { wrap } from "../data/commands.js"
import { optionField } from "./option-field.js"

/**
 * @param {object} entry of listCommands
 * @param {{ page: object, suggestions: object, done: () => void, fail: (text: string) => void }} parts
 */
export function commandForm(entry, { page, suggestions, done, fail }) {
  const { store, api } = page
  const fields = []

  const autocomplete = async (name, value) => {
    suggestions.say(fields.find((field) => field.option.name === name).input, "Asking for suggestions…")
    const options = filled((field) => (field.option.name === name ? { value, focused: true } : field.peek()))
    try {
      return (await api.interact(store.state.current, Interaction.autocomplete, wrap(entry, options))).choices
    } catch (error) {
      fail(error.message)
      return []
    }
  }

  const submit = async () => {
    const results = fields.map((field) => ({ field, ...field.read() }))
    const wrong = results.find((result) => result.wrong !== undefined)
    if (wrong !== undefined) {
      fail(wrong.wrong)
      wrong.field.input.focus()
      return
    }
    const words = fields
      .filter((field) => field.text() !== "")
      .map((field) => `${field.option.name}: ${field.text()}`)
    const sent = page.actions.command(
      wrap(
        entry,
        filled((field) => field.read()),
      ),
      entry.name,
      words.join(" "),
    )
    done()
    await sent
  }

  const filled = (read) =>
    fields.flatMap((field) => {
      const { value, focused, wrong } = read(field)
      if (value === undefined || wrong !== undefined) return []
      return [{ name: field.option.name, type: field.option.type, value, ...(focused && { focused }) }]
    })

  const row = el("div", { class: "command-options" })
  const add = (option) => {
    const field = optionField(option, { state: store.state, suggestions, autocomplete, submit })
    fields.push(field)
    row.insertBefore(field.element, row.querySelector(".add-option"))
    return field
  }
  for (const option of entry.options.filter((one) => one.required)) add(option)
  for (const option of entry.options.filter((one) => !one.required && one.type !== 11)) {
    const more = el(
      "button",
      { type: "button", class: "add-option", title: option.description },
      `+ ${option.name}`,
    )
    more.addEventListener("click", () => {
      more.remove()
      add(option).input.focus()
    })
    row.append(more)
  }

  const cancel = el(
    "button",
    { type: "button", class: "icon-button", "aria-label": "Cancel the command", on: { click: done } },
    icon("close"),
  )
  const element = el(
    "div",
    { class: "command-form", role: "group", "aria-label": `/${entry.name}: ${entry.description}` },
    [
      el(
        "div",
        { class: "command-head" },
        el("strong", {}, `/${entry.name}`),
        el("span", {}, entry.description),
        cancel,
      ),
      row,
    ],
  )
  element.addEventListener("keydown", (event) => {
    const empty = event.target === fields[0]?.input && fields[0].input.value === ""
    if (event.key !== "Backspace" || !empty) return
    event.preventDefault()
    done()
  })

  /** `first` is what to fill in first; none when the command can go as it is. */
  return { element, submit, first: fields[0]?.input }
}
