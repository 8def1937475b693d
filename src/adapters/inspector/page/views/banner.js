/** What an operator should know at once. */
import { el, fill } from "/shared/dom/element.js"

export function banner({ store }, element) {
  store.watch(["connection", "report"], () => {
    const { connection, report } = store.state
    fill(
      element,
      connection === "lost" &&
        el(
          "p",
          { class: "banner lost" },
          "The connection is lost. What you see is how it was; trying again.",
        ),
      connection !== "lost" &&
        (report?.warnings ?? []).map((warning) => el("p", { class: "banner" }, `Warning: ${warning}.`)),
    )
  })
}
