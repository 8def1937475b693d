/** What the page loads: itself, avatars and attachments. Nothing comes from another machine. */
import { Effect } from "effect"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { pageHeaders, pageIn } from "../../http/page-files.ts"
import { originOf } from "../origin.ts"
import { drawAvatar } from "../avatars.ts"
import type { World } from "../world/world.ts"

const FOREVER = { "cache-control": "public, max-age=31536000, immutable" }

export const fileRoutes = Effect.fnUntraced(function* (world: World) {
  return [
    ...(yield* pageIn(new URL("../page/", import.meta.url))),
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
        return givenAvatar(world, originOf(request), hash)
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

/** The image that a bot gave: its bytes; or, if it named one, the way there on this origin, and nothing of another. */
function givenAvatar(world: World, origin: string, hash: string) {
  const file = world.files.get(`avatar/${hash}`)
  if (file === undefined) return HttpServerResponse.empty({ status: 404 })
  const headers = { ...pageHeaders, ...FOREVER }
  if (file.type !== "text/uri-list") {
    return HttpServerResponse.uint8Array(file.bytes, { contentType: file.type, headers })
  }
  const url = new TextDecoder().decode(file.bytes)
  // Not 404: browsers report one as an error of the page, each time that it is asked for.
  return url.startsWith(`${origin}/`)
    ? HttpServerResponse.redirect(url)
    : HttpServerResponse.empty({ status: 204, headers })
}
