/** One option of a command: a labelled box that completes choices, people, channels, and what the bot suggests live. */
import { el } from "/shared/dom/element.js"
import { channelsOf, usersOf } from "../message/select-options.js"
import { ranked } from "./completion.js"

/** Discord's option types, in words. https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-type */
const kinds = {
  3: "text",
  4: "whole number",
  5: "yes or no",
  6: "person",
  7: "channel",
  8: "role",
  9: "person or role",
  10: "number",
}

/** The wait (ms) after a key before the bot is asked for suggestions. */
const pause = 150

let serial = 0

/**
 * @param {object} option Discord's command option
 * @param {{ state: object, suggestions: object, autocomplete: (name: string, value: string) => Promise<Array<object>>, submit: () => void }} parts
 */
export function optionField(option, { state, suggestions, autocomplete, submit }) {
  const id = `option-${(serial += 1)}`
  const strict = option.choices !== undefined || [5, 6, 7, 8, 9].includes(option.type)
  const listed = strict || option.autocomplete === true
  let chosen
  let offered = []
  let timer
  let asked = 0

  const input = el("input", {
    id,
    type: "text",
    autocomplete: "off",
    placeholder: option.description,
    inputmode: option.type === 4 ? "numeric" : option.type === 10 ? "decimal" : undefined,
    maxlength: option.max_length ?? (option.type === 3 ? 6000 : 100),
    "aria-required": String(option.required === true),
    "aria-describedby": `${id}-about`,
    ...(listed && { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" }),
  })

  const fixed = () => {
    const guildId = state.channels.get(state.current)?.guild_id
    if (option.choices !== undefined) return option.choices.map(choiceItem)
    if (option.type === 5)
      return [
        { label: "yes", value: true },
        { label: "no", value: false },
      ]
    if (option.type === 6 || option.type === 9)
      return usersOf(state, guildId).map(({ description, ...user }) => ({ ...user, detail: description }))
    if (option.type === 7) return channelsOf(state, guildId, option.channel_types)
    return []
  }

  const pick = (item) => {
    chosen = item
    input.value = item.text ?? item.label
    suggestions.hide()
  }

  const offer = (items) => {
    if (document.activeElement !== input) return
    offered = items
    if (items.length === 0)
      suggestions.say(input, strict ? "Nothing here has that name" : "No suggestions; type what you like")
    else suggestions.show(input, items, pick, option.description)
  }

  const fitting = (items) => ranked(items, input.value, (item) => item.text ?? item.label)

  /** What is listed follows what is typed at once; the bot says later what else fits. */
  const narrow = () => {
    const left = fitting(offered)
    if (left.length === 0) suggestions.hide()
    else suggestions.show(input, left, pick, option.description)
  }

  const suggest = () => {
    if (strict) offer(fitting(fixed()).slice(0, 25))
    else if (option.autocomplete) {
      narrow()
      const turn = (asked += 1)
      clearTimeout(timer)
      timer = setTimeout(async () => {
        const choices = await autocomplete(option.name, input.value)
        if (turn === asked) offer(choices.map(choiceItem))
      }, pause)
    }
  }

  input.addEventListener("input", () => {
    chosen = undefined
    field.classList.remove("wrong")
    suggest()
  })
  input.addEventListener("focus", () => {
    if (listed && (input.value === "" || strict)) suggest()
    else suggestions.hide()
  })
  input.addEventListener("blur", () => {
    asked += 1
    clearTimeout(timer)
    suggestions.hide()
  })
  input.addEventListener("keydown", (event) => {
    if (suggestions.key(event) || event.key !== "Enter" || event.isComposing) return
    event.preventDefault()
    submit()
  })

  const label = el(
    "label",
    { for: id },
    option.name,
    option.required && el("span", { class: "required", title: "required" }, "*"),
  )
  const about = el(
    "span",
    { id: `${id}-about`, class: "sr-only" },
    `${option.description}. ${kinds[option.type]}, ${option.required ? "required" : "optional"}`,
  )
  const field = el(
    "div",
    { class: "option-field", title: option.description },
    label,
    input,
    el("span", { class: "kind", "aria-hidden": "true" }, kinds[option.type]),
    about,
  )

  const peek = () =>
    chosen === undefined
      ? parse(option, input.value.trim(), strict ? fixed() : offered, strict)
      : { value: chosen.value }

  return {
    element: field,
    input,
    option,
    /** What is entered so far: `{ value }`, `{}` when empty, or `{ wrong }`, a sentence. */
    peek,
    /** The same, with what is missing; the field shows it. */
    read() {
      const result = peek()
      const missing = option.required && result.value === undefined && result.wrong === undefined
      const final = missing ? { wrong: `${option.name} is needed: ${option.description}` } : result
      field.classList.toggle("wrong", final.wrong !== undefined)
      input.ariaInvalid = String(final.wrong !== undefined)
      return final
    },
    text: () => input.value.trim(),
  }
}

/** A choice whose name explains itself after a colon is listed as a name with an explanation. */
function choiceItem({ name, value }) {
  const [, label, detail] = /^([^:]{1,60}): +(.+)$/s.exec(name) ?? [undefined, name]
  return { label, detail, text: name, value }
}

/** @param {Array<object>} items what was offered: naming one is choosing it */
function parse(option, text, items, strict) {
  if (text === "") return {}
  const wanted = text.toLowerCase()
  const item = items.find((one) => wanted === one.label.toLowerCase() || wanted === one.text?.toLowerCase())
  if (item !== undefined) return { value: item.value }
  if (strict) return { wrong: `${option.name}: choose one from the list.` }
  if (option.type === 3) {
    const short = text.length < (option.min_length ?? 0)
    return short
      ? { wrong: `${option.name} needs ${option.min_length} characters at least.` }
      : { value: text }
  }
  return number(option, Number(text))
}

function number(option, value) {
  if (Number.isNaN(value) || (option.type === 4 && !Number.isInteger(value))) {
    return { wrong: `${option.name} is a ${kinds[option.type]}.` }
  }
  if (value < (option.min_value ?? -Infinity))
    return { wrong: `${option.name} is ${option.min_value} at least.` }
  if (value > (option.max_value ?? Infinity))
    return { wrong: `${option.name} is ${option.max_value} at most.` }
  return { value }
}
