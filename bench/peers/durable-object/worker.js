/** The lifecycle as a Durable Object: one an actor, its state in memory and in its own SQLite. Answers pass the output gate. */
import { DurableObject } from "cloudflare:workers"
import { step } from "./work.js"

export class Actor extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env)
    this.state = ctx.storage.kv.get("state") ?? null
  }

  async fetch(request) {
    if (request.method === "GET") return Response.json(this.state)
    this.state = step(this.state, await request.json())
    this.ctx.storage.kv.put("state", this.state)
    return new Response(this.state.life)
  }
}

export default {
  fetch(request, env) {
    const { pathname } = new URL(request.url)
    return env.actors.get(env.actors.idFromName(pathname.slice(1))).fetch(request)
  },
}
