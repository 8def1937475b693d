/** Sends an event to the open actor: first what it would lead to, then, if somebody says so, the event. */
import { announce } from "/shared/dom/announce.js"
import { el, fill } from "/shared/dom/element.js"
import { sender } from "../data/send.js"
import { fieldOf } from "../data/schema.js"
import { hrefOf } from "../data/route.js"
import { edgeWords, eventWords, leaves } from "../data/states.js"
import { changeRows } from "./changes.js"
import { inputFor } from "./event-form.js"
import { createTree } from "./tree.js"

export function sendView({ store }, element) {
  const ask = sender(store)
  let open = ""

  store.watch(["route"], () => {
    const { page, id, kind, query } = store.state.route
    const wanted =
      page === "chart" && id !== undefined && query.view === "send" ? `${kind}/${id} ${query.event}` : ""
    element.hidden = wanted === ""
    if (wanted === open) return
    open = wanted
    fill(element)
    if (wanted !== "") show(query.event, wanted)
  })

  async function show(event, wanted) {
    const { kind, id } = store.state.route
    const close = el("a", { class: "quiet", href: hrefOf({ kind, id }) }, "close")
    const title = el("h2", { id: "send-title", tabindex: -1 }, `Send ${event}`)
    const trouble = el("p", { class: "trouble", role: "alert" })
    const outcome = el("div", { class: "outcome", role: "status" })
    const illegal = "As it was then, no active state had a transition for it."
    try {
      const form = await ask.form(event)
      if (open !== wanted) return
      const input = inputFor(fieldOf(form.schema, form.schema.$defs ?? {}), "")
      const body = el(
        "form",
        {
          on: {
            submit: (submitted) => {
              submitted.preventDefault()
              attempt(trouble, () => dryRun(input.read(), form, outcome))
            },
            input: () => fill(outcome),
          },
        },
        input.element,
        input.element.querySelector(".required") !== null &&
          el("p", { class: "quiet" }, "* has to be given."),
        el("button", { class: "button" }, "Dry run"),
      )
      fill(element, title, " ", close, !form.enabled && off(), body, trouble, outcome)
      // The actor may have moved on by the time of a dry run, which says so then.
      if (!form.legal) fill(trouble, illegal)
    } catch (error) {
      fill(element, title, " ", close, el("p", { class: "trouble" }, error.message))
    }
    title.focus()
    element.scrollIntoView({ block: "nearest" })
  }

  async function attempt(trouble, action) {
    fill(trouble)
    try {
      await action()
    } catch (error) {
      fill(trouble, error.message)
    }
  }

  async function dryRun(event, form, outcome) {
    const run = await ask.dryRun(event)
    const trouble = el("p", { class: "trouble", role: "alert" })
    // The same however often it is pressed.
    const request = crypto.randomUUID()
    const confirm = el(
      "button",
      {
        type: "button",
        class: "button danger",
        disabled: !form.enabled,
        on: { click: () => attempt(trouble, () => send(event, run, request, outcome)) },
      },
      `Send ${event.type} now`,
    )
    fill(outcome, ledTo(run), confirm, trouble)
    outcome.scrollIntoView({ block: "nearest" })
    announce("Dry run: nothing has happened yet")
  }

  async function send(event, run, request, outcome) {
    const { receipt, id } = await ask.send(event, run.seq, request)
    const from = `${store.state.route.kind}/${store.state.route.id}`
    const way = el("a", { href: hrefOf({ page: "message", cause: id, query: { from } }) }, "what it leads to")
    fill(outcome, el("p", { class: "sent" }, `✓ ${event.type} is ${receipt}: `, way, "."))
  }

  function ledTo(run) {
    const { definition } = store.state
    const effects = createTree("dry")
    const named = (items) => Object.fromEntries(items.map((item, n) => [`${n + 1}`, item]))
    return [
      el("h3", {}, "Dry run: nothing has happened yet"),
      el("p", { class: "quiet" }, `After entry ${run.seq} it would`),
      el(
        "dl",
        { class: "facts" },
        el("dt", {}, "be in"),
        el("dd", {}, leaves(run.after).join(", ")),
        el("dt", {}, "instead of"),
        el("dd", {}, leaves(run.before).join(", ")),
        el("dt", {}, "take"),
        el(
          "dd",
          {},
          run.edges.length === 0
            ? "no transition"
            : run.edges.map((edge) => {
                const { from, on, to } = edgeWords(definition, edge)
                return el("div", {}, `${from} ${on} ${to === undefined ? "stays" : `→ ${to}`}`)
              }),
        ),
        [
          ["owe", run.owes],
          ["take back", run.cancels],
        ].map(([words, items]) => [
          el("dt", {}, words),
          el("dd", {}, items.length === 0 ? "nothing" : effects(named(items))),
        ]),
        [
          ["arm", run.arms],
          ["disarm", run.disarms],
        ].map(([words, items]) => [
          el("dt", {}, words),
          el("dd", {}, items.map(({ id }) => eventWords(id)).join(", ") || "nothing"),
        ]),
      ),
      el("h3", {}, `What would change: ${run.changes.total}`),
      changeRows(run.changes, store.state.route),
    ]
  }
}

const off = () =>
  el(
    "p",
    { class: "quiet" },
    "Sending is switched off. An operator switches it on with ",
    el("code", {}, "send = true"),
    " in [inspector].",
  )
