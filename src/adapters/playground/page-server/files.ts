/** What the page loads: itself, avatars and attachments. Nothing comes from another machine. */
import { Effect } from "effect"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { fileURLToPath } from "node:url"
import { filesIn, pageHeaders } from "../../http/page-files.ts"
import { originOf } from "../origin.ts"
import { drawAvatar } from "../avatars.ts"
import type { World } from "../world/world.ts"

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const FOREVER = { "cache-control": "public, max-age=31536000, immutable" }

export const fileRoutes = Effect.fnUntraced(function* (world: World) {
  return [
    yield* filesIn(folder("../../http/page/"), "/shared"),
    yield* filesIn(folder("../page/")),
    HttpRouter.route(
      "GET",
      "/avatars/:key",
      Effect.gen(function* () {
        const { params } = yield* HttpRouter.RouteContext
        const query = yield* HttpServerRequest.ParsedSearchParams
        const key = (params["key"] ?? "").replace(/\.svg$/, "")
        const user = world.users.get(key)
        const name = typeof query["name"] === "string" ? query["name"] : undefined
        return svg(key, name ?? user?.global_name ?? user?.username ?? "?")
      }),
    ),
    HttpRouter.route(
      "GET",
      "/avatars/:user/:file",
      Effect.gen(function* () {
        const request = yield* HttpServerRequest.HttpServerRequest
        const { params } = yield* HttpRouter.RouteContext
        const hash = (params["file"] ?? "").replace(/\.\w+$/, "")
        const owner = params["user"] ?? ""
        const name = world.webhooks.get(owner)?.name ?? world.users.get(owner)?.username ?? "?"
        return givenAvatar(world, originOf(request), hash) ?? svg(hash, name)
      }),
    ),
    HttpRouter.route(
      "GET",
      "/attachments/:id/:name",
      Effect.map(HttpRouter.RouteContext, ({ params }) => {
        const file = world.files.get(`attachment/${params["id"]}`)
        if (file === undefined) return HttpServerResponse.empty({ status: 404 })
        // A file is never shown as a page of this origin.
        const isImage = /^image\/(png|jpeg|gif|webp)$/.test(file.type)
        return HttpServerResponse.uint8Array(file.bytes, {
          contentType: isImage ? file.type : "application/octet-stream",
          headers: { ...pageHeaders, ...(isImage ? {} : { "content-disposition": "attachment" }) },
        })
      }),
    ),
  ]
})

const svg = (key: string, name: string) =>
  HttpServerResponse.text(drawAvatar(key, name), { contentType: "image/svg+xml", headers: pageHeaders })

/** The image that a bot gave: its bytes, or, if it named one of this origin, the way there. */
function givenAvatar(world: World, origin: string, hash: string) {
  const file = world.files.get(`avatar/${hash}`)
  if (file === undefined) return undefined
  if (file.type !== "text/uri-list") {
    return HttpServerResponse.uint8Array(file.bytes, {
      contentType: file.type,
      headers: { ...pageHeaders, ...FOREVER },
    })
  }
  const url = new TextDecoder().decode(file.bytes)
  return url.startsWith(`${origin}/`) ? HttpServerResponse.redirect(url) : undefined
}
