/** Restate's ingress: one request an event, over kept connections. */
import { Pool } from "undici"

const headers = { "content-type": "application/json" }

export const connect = async (ingress) => {
  const pool = new Pool(ingress, { connections: 1024 })
  const call = async (actor, handler, body) => {
    const request = { path: `/actor/${actor}/${handler}`, method: "POST", headers, body }
    const answer = await pool.request(request)
    const text = await answer.body.text()
    if (answer.statusCode !== 200) throw new Error(`Restate answered ${answer.statusCode}: ${text}`)
    return text
  }
  return {
    tell: (actor, event) => call(actor, "tell", JSON.stringify(event)),
    look: async (actor) => JSON.parse(await call(actor, "look")),
  }
}
