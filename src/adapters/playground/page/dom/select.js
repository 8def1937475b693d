/** A choice of one or several things, as a button that opens a list. */
import { el, fill } from "/shared/dom/element.js"
import { icon } from "/shared/dom/icon.js"
import { roving } from "/shared/dom/roving.js"
import { openPopover } from "./popover.js"

/**
 * @param {{ label: string, placeholder?: string, disabled?: boolean, min?: number, max?: number,
 *   options: Array<{ label: string, value: string, description?: string, lead?: Node | string, chosen?: boolean }>,
 *   onChange?: (values: string[]) => void }} options `onChange` hears one choice at once, several when the list closes
 * @returns {{ element: HTMLButtonElement, values: () => string[] }}
 */
export function select({
  label,
  placeholder = "Choose…",
  disabled = false,
  min = 1,
  max = 1,
  options,
  onChange,
}) {
  let chosen = options.filter((option) => option.chosen).map((option) => option.value)
  const button = el("button", {
    type: "button",
    class: "select",
    disabled,
    "aria-haspopup": "listbox",
    "aria-expanded": "false",
    on: { click: () => openList() },
  })

  const draw = () => {
    const picked = options.filter((option) => chosen.includes(option.value))
    const words = picked.length === 0 ? placeholder : picked.map((option) => option.label).join(", ")
    button.setAttribute("aria-label", `${label}: ${words}`)
    fill(
      button,
      el("span", { class: picked.length === 0 ? "select-empty" : "select-value" }, words),
      icon("chevron"),
    )
  }

  const openList = () => {
    const before = chosen
    const rows = options.map((option) => row(option))
    const commit = () => {
      if (max > 1 && chosen.length >= min && String(before) !== String(chosen)) onChange?.(chosen)
      if (chosen.length < min) chosen = before
      draw()
    }
    const list = openPopover(button, rows, { label, role: "listbox", onClose: commit })
    list.panel.classList.add("listbox")
    if (max > 1) list.panel.setAttribute("aria-multiselectable", "true")
    const pick = (option) => {
      if (max === 1) {
        chosen = min === 0 && chosen.includes(option.value) ? [] : [option.value]
        list.close()
        draw()
        onChange?.(chosen)
        return
      }
      if (chosen.includes(option.value)) chosen = chosen.filter((value) => value !== option.value)
      else if (chosen.length < max) chosen = [...chosen, option.value]
      for (const [at, element] of rows.entries()) {
        element.setAttribute("aria-selected", String(chosen.includes(options[at].value)))
      }
    }
    list.panel.addEventListener("click", (event) => {
      const at = rows.indexOf(event.target.closest("[role=option]"))
      if (at >= 0) pick(options[at])
    })
    list.panel.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return
      event.preventDefault()
      event.target.closest("[role=option]")?.click()
    })
    const first = Math.max(
      0,
      options.findIndex((option) => chosen.includes(option.value)),
    )
    if (rows.length > 0) roving(list.panel, "[role=option]").focus(rows[first])
  }

  const row = (option) =>
    el(
      "div",
      {
        class: "option",
        role: "option",
        tabindex: -1,
        "aria-selected": String(chosen.includes(option.value)),
      },
      [
        option.lead ?? false,
        el(
          "span",
          { class: "option-text" },
          option.label,
          option.description && el("small", {}, option.description),
        ),
        icon("check"),
      ],
    )

  draw()
  return { element: button, values: () => chosen }
}
