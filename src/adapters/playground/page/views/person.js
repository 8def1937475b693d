/** The switch between the people of the server: whom the reader speaks as. */
import { el, fill } from "/shared/dom/element.js"
import { icon } from "/shared/dom/icon.js"
import { openMenu } from "../dom/popover.js"
import { avatar } from "../message/avatar.js"
import { nameOf } from "../data/names.js"

export function personSwitch(page) {
  const { store } = page
  const button = el("button", {
    type: "button",
    class: "person",
    "aria-haspopup": "menu",
    "aria-expanded": "false",
  })
  button.addEventListener("click", () => {
    const { people, me } = store.state
    const choices = people.map((person) => ({
      label: nameOf(person),
      lead: avatar(person, "small"),
      checked: person.id === me.id,
      pick: () => page.actions.switchPerson(person.id),
    }))
    openMenu(button, choices, "Speak as")
  })
  store.watch(["people"], () => {
    const { me } = store.state
    if (me === undefined) return
    fill(
      button,
      avatar(me, "tiny"),
      el("span", {}, "Speaking as ", el("strong", {}, nameOf(me))),
      icon("chevron"),
    )
  })
  return button
}
