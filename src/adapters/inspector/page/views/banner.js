/** What an operator should know at once. */
import { el, fill } from "/shared/dom/element.js"

export function banner({ store }, element) {
  store.watch(["connection", "report", "route"], () => {
    const { connection, report, route } = store.state
    fill(
      element,
      connection === "lost" &&
        el(
          "p",
          { class: "banner lost" },
          "The connection is lost. What you see is how it was; trying again.",
        ),
      route.unknown &&
        el(
          "p",
          { class: "banner", role: "status" },
          `There is no page and no chart “${route.unknown}”: the address may be mistyped. These are the ${route.kind}s.`,
        ),
      connection !== "lost" &&
        (report?.warnings ?? []).map((warning) => el("p", { class: "banner" }, `Warning: ${warning}.`)),
    )
  })
}
