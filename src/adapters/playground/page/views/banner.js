/** Lines above the conversation: what is not the real thing, and a lost connection. */
import { el, fill } from "/shared/dom/element.js"
import { icon } from "/shared/dom/icon.js"

/** @param {object} page @param {HTMLElement} element */
export function banner(page, element) {
  const { store } = page
  let dismissed
  store.watch(["notice", "connection"], () => {
    const { notice, connection } = store.state
    const shown = notice && notice !== dismissed
    const dismiss = () => {
      dismissed = notice
      store.touch("notice")
    }
    fill(element, [
      connection === "lost" &&
        el(
          "p",
          { class: "banner lost", role: "status" },
          el("span", { class: "pulse", "aria-hidden": "true" }),
          "Connection lost. Reconnecting…",
        ),
      shown &&
        el("p", { class: "banner", role: "status" }, icon("spark"), el("span", {}, notice), [
          el(
            "button",
            {
              type: "button",
              class: "icon-button",
              "aria-label": "Hide this notice",
              on: { click: dismiss },
            },
            icon("close"),
          ),
        ]),
    ])
  })
}
