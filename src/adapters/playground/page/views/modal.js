/** A form that an application opens. https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal */
import { el } from "/shared/dom/element.js"
import { openDialog } from "../dom/dialog.js"
import { select } from "../dom/select.js"
import { markdown } from "../markdown/dom.js"
import { selectOptions } from "../message/select-options.js"

let serial = 0

/** @param {object} modal ModalOpened of ../../page-api.ts @param {object} page */
export function openModal(modal, page) {
  const parts = modal.components.map((node) => modalPart(node, modal, page))
  openDialog({
    title: modal.title,
    body: parts.map((part) => part.element),
    confirm: "Submit",
    submit: () =>
      page.actions.submitModal(
        modal,
        parts.map((part) => part.read()).filter((value) => value !== undefined),
      ),
  })
}

/** Elements of one component, and how to read what was entered in the shape that Discord sends. */
function modalPart(node, modal, page, label) {
  if (node.type === 1) {
    const inner = node.components.map((child) => modalPart(child, modal, page))
    return {
      element: inner.map((part) => part.element),
      read: () => ({ type: 1, components: inner.map((part) => part.read()) }),
    }
  }
  if (node.type === 18) {
    const inner = modalPart(node.component, modal, page, node)
    return { element: inner.element, read: () => ({ type: 18, component: inner.read() }) }
  }
  if (node.type === 4) return textInput(node, label)
  if ([3, 5, 7, 8].includes(node.type)) return chooser(node, modal, page, label)
  if (node.type === 10) return { element: markdown(node.content, page.names), read: () => undefined }
  return {
    element: el("p", { class: "empty" }, "This part of the form cannot be shown here."),
    read: () => undefined,
  }
}

function textInput(node, label) {
  const id = `modal-${(serial += 1)}`
  const long = node.style === 2
  const input = el(long ? "textarea" : "input", {
    id,
    type: long ? undefined : "text",
    rows: long ? 5 : undefined,
    placeholder: node.placeholder,
    required: node.required !== false,
    minlength: node.min_length,
    maxlength: node.max_length ?? 4000,
    value: node.value ?? "",
    autocomplete: "off",
  })
  return {
    element: field(
      id,
      label?.label ?? node.label ?? "Text",
      label?.description,
      node.required !== false,
      input,
    ),
    read: () => ({ type: 4, custom_id: node.custom_id, value: input.value }),
  }
}

function chooser(node, modal, page, label) {
  const id = `modal-${(serial += 1)}`
  const required = node.required !== false
  const words = label?.label ?? node.placeholder ?? "Choose"
  const control = select({
    label: words,
    placeholder: node.placeholder,
    min: required ? (node.min_values ?? 1) : 0,
    max: node.max_values ?? 1,
    options: selectOptions(node, page.store.state, modal.channel_id),
  })
  control.element.id = id
  return {
    element: field(id, words, label?.description, required, control.element),
    read() {
      if (required && control.values().length === 0) throw new Error(`${words}: choose something.`)
      return { type: node.type, custom_id: node.custom_id, values: control.values() }
    },
  }
}

function field(id, label, description, required, input) {
  const about = description && el("p", { id: `${id}-about`, class: "description" }, description)
  if (about) input.setAttribute("aria-describedby", about.id)
  return el("div", { class: "field" }, [
    el("label", { for: id }, label, required && el("span", { class: "required", title: "required" }, "*")),
    about,
    input,
  ])
}
