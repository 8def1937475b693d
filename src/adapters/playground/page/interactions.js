/** Commands, pressed components and modals: started here, and watched until something comes of them. */
import { Interaction } from "./data/api.js"

/** A press that changes nothing visible is forgotten after this (ms): silence would have been told by then. */
const patience = 4000

/** @param {object} page its store, api and actions */
export function createInteractions(page) {
  const { store, api, actions } = page

  const watch = (receipt) => {
    const { outcomes } = store.state
    const failure = outcomes.get(receipt.id)
    if (outcomes.has(receipt.id) && failure === undefined) return
    store.state.receipts = [...store.state.receipts, { ...receipt, failure }]
    store.touch("receipts")
    if (receipt.message !== undefined) setTimeout(() => forgetUnlessFailed(receipt.id), patience)
  }

  const forgetUnlessFailed = (id) => {
    store.state.receipts = store.state.receipts.filter(
      (receipt) => receipt.id !== id || receipt.failure !== undefined,
    )
    store.touch("receipts")
  }

  return {
    /** @param {object} data of the interaction @param {string} name of the command @param {string} [words] its options, to read */
    command(data, name, words = "") {
      const channel = store.state.current
      page.timeline.follow()
      return actions.attempt(async () => {
        const { id } = await api.interact(channel, Interaction.command, data)
        watch({ id, channel, label: data.type === 1 ? `/${name}` : name, words })
      })
    },

    /** Presses a button, or hands in what was chosen. */
    async press(element, message, node, values) {
      element.ariaBusy = "true"
      const data = { custom_id: node.custom_id, component_type: node.type, ...(values && { values }) }
      await actions.attempt(async () => {
        const { id } = await api.interact(message.channel_id, Interaction.component, data, message.id)
        const label = node.label ?? node.placeholder ?? "That"
        watch({ id, channel: message.channel_id, message: message.id, label, words: "" })
      })
      element.ariaBusy = null
    },

    /** Hands in a modal; throws what the playground refuses. */
    async submitModal(modal, components) {
      const { id } = await api.interact(
        modal.channel_id,
        Interaction.modal,
        { custom_id: modal.custom_id, components },
        modal.message_id,
      )
      watch({ id, channel: modal.channel_id, message: modal.message_id, label: modal.title, words: "" })
    },

    forget(receipt) {
      store.state.receipts = store.state.receipts.filter((other) => other.id !== receipt.id)
      store.touch("receipts")
    },
  }
}
