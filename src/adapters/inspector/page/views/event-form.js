/** A form for an event, made from its Schema. */
import { el } from "/shared/dom/element.js"

/**
 * @param {object} field of `fieldOf`
 * @returns {{ element: HTMLElement, read: () => any }} `read` throws a sentence for what does not read; undefined: left out
 */
export function inputFor(field, label, optional = false) {
  const make = makers[field.kind]
  return make(field, label, optional || field.nullable)
}

const labelled = (label, input, { description }, free) =>
  el(
    "label",
    { class: "form-field" },
    el("span", {}, label, !free && el("span", { class: "required", "aria-hidden": "true" }, "*")),
    input,
    description && el("small", {}, description),
  )

/** What is left empty is null where it may be, else left out. */
const nothing = ({ nullable }) => (nullable ? null : undefined)

const typed = (type, parse) => (field, label, free) => {
  const input = el("input", {
    type,
    name: label,
    required: !free,
    pattern: field.pattern?.replace(/^\^|\$$/g, ""),
    step: type === "number" && !field.whole ? "any" : undefined,
    autocomplete: "off",
    spellcheck: "false",
  })
  return {
    element: labelled(label, input, field, free),
    read: () => (input.value === "" && (free || type === "number") ? nothing(field) : parse(input.value)),
  }
}

const makers = {
  const: ({ value }) => ({ element: el("span", { hidden: true }), read: () => value }),
  text: typed("text", String),
  number: typed("number", Number),

  switch(field, label, free) {
    const input = el("select", { name: label }, free && option(""), option("true"), option("false"))
    return {
      element: labelled(label, input, field, free),
      read: () => (input.value === "" ? nothing(field) : input.value === "true"),
    }
  },

  choice(field, label, free) {
    const input = el("select", { name: label }, free && option(""), field.choices.map(option))
    return {
      element: labelled(label, input, field, free),
      read: () =>
        input.value === "" ? nothing(field) : field.choices.find((one) => String(one) === input.value),
    }
  },

  json(field, label, free) {
    const input = el("textarea", { name: label, rows: 2, spellcheck: "false" }, free ? "" : field.example)
    return {
      element: labelled(`${label} (JSON)`, input, field, free),
      read() {
        if (input.value.trim() === "") return nothing(field)
        try {
          return JSON.parse(input.value)
        } catch {
          throw new Error(`${label} is no JSON.`)
        }
      },
    }
  },

  fields(field, label, free) {
    const parts = field.parts.map(({ name, optional, field: inner }) => ({
      name,
      input: inputFor(inner, name, optional),
    }))
    const given = free && label !== "" && el("input", { type: "checkbox", "aria-label": `give ${label}` })
    const inputs = el(
      "div",
      { class: "form-parts" },
      parts.map(({ input }) => input.element),
    )
    if (given) {
      const show = () => {
        inputs.hidden = !given.checked
        // What is not given is not asked for.
        for (const input of inputs.querySelectorAll("input, select, textarea"))
          input.disabled = !given.checked
      }
      given.addEventListener("change", show)
      show()
    }
    return {
      element: el(
        "fieldset",
        { class: label === "" ? "form-root" : "form-group" },
        label !== "" && el("legend", {}, given, " ", label),
        inputs,
      ),
      read() {
        if (given && !given.checked) return nothing(field)
        const read = parts.map(({ name, input }) => [name, input.read()])
        return Object.fromEntries(read.filter(([, value]) => value !== undefined))
      },
    }
  },
}

const option = (value) => el("option", { value: String(value) }, value === "" ? "–" : String(value))
