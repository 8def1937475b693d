/** HTTP to the Worker before the objects: one request an event, over kept connections. */
import { Pool } from "undici"

export const connect = async (origin) => {
  const pool = new Pool(origin, { connections: 1024 })
  const call = async (method, actor, body) => {
    const answer = await pool.request({ path: `/${actor}`, method, body })
    const text = await answer.body.text()
    if (answer.statusCode !== 200) throw new Error(`workerd answered ${answer.statusCode}: ${text}`)
    return text
  }
  return {
    tell: (actor, event) => call("POST", actor, JSON.stringify(event)),
    look: async (actor) => JSON.parse(await call("GET", actor)),
  }
}
