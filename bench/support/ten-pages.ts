/**
 * Ten pages of the inspector as the server sees them: their live sockets, and what each asks again and again. Five have a chart
 * open, three an actor, one the list of actors and one those who are stuck. In a process of its own, so that reading what they are
 * told is not counted. Its argument is the inspector's origin; it says `open` when all sockets are.
 */
import { WebSocket } from "ws"

const origin = process.argv[2]!

const ask = async (path: string): Promise<void> => {
  const response = await fetch(origin + path)
  await response.text()
}

/** Never twice at the same time, as the page does. */
const again = (every: number, path: string): void => {
  let busy = false
  setInterval(() => {
    if (busy) return
    busy = true
    ask(path).finally(() => (busy = false))
  }, every)
}

const open = (query = ""): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`${origin.replace("http", "ws")}/api/live${query}`)
    socket.once("open", () => resolve()).once("error", reject)
    socket.on("message", () => {})
  })

const page = (own: ReadonlyArray<readonly [number, string]>): void => {
  for (const [every, path] of [...own, [2000, "/status"], [2000, "/api/actors?kind=agent"]] as const)
    again(every, path)
}

for (const kind of ["agent", "agent", "agent", "conversation", "pool"]) {
  await open()
  page([[1000, `/api/fleet/${kind}`]])
}
for (const id of ["0-1", "0-2", "0-3"]) {
  await open(`?actor=agent/${id}`)
  page([[500, `/api/actors/agent/${id}`]])
}
for (const query of ["sort=age", "preset=stuck"]) {
  await open()
  page([[2000, `/api/awake?${query}`]])
}
console.log("open")
