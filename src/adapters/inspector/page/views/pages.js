/** The ways to what is not a chart. */
import { el, fill } from "/shared/dom/element.js"
import { roving } from "/shared/dom/roving.js"
import { hrefOf } from "../data/route.js"
import { titles } from "../data/state.js"

export function pages({ store }, element) {
  const move = roving(element, "a")
  store.watch(["route"], () => {
    const { page } = store.state.route
    fill(
      element,
      Object.entries(titles).map(([name, label]) =>
        el(
          "li",
          {},
          el(
            "a",
            {
              class: "chart-link",
              href: hrefOf({ page: name }),
              tabindex: -1,
              "aria-current": page === name ? "true" : undefined,
            },
            label,
          ),
        ),
      ),
    )
    move.refresh()
  })
}
