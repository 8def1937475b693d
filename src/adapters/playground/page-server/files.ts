/** What the page loads: itself, avatars and attachments. Nothing comes from another machine. */
import { Effect } from "effect"
import { HttpRouter, HttpServerRequest, HttpServerResponse, HttpStaticServer } from "effect/http"
import { fileURLToPath } from "node:url"
import { drawAvatar } from "../avatars.ts"
import type { World } from "../world/world.ts"

const PAGE = fileURLToPath(new URL("../page/", import.meta.url))

const HEADERS = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
}

const FOREVER = { "cache-control": "public, max-age=31536000, immutable" }

export const fileRoutes = Effect.fnUntraced(function* (world: World, origin: string) {
  const page = yield* Effect.orDie(HttpStaticServer.make({ root: PAGE, cacheControl: "no-cache" }))
  return [
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
      Effect.map(HttpRouter.RouteContext, ({ params }) => {
        const hash = (params["file"] ?? "").replace(/\.\w+$/, "")
        return givenAvatar(world, origin, hash) ?? svg(hash, "?")
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
          headers: { ...HEADERS, ...(isImage ? {} : { "content-disposition": "attachment" }) },
        })
      }),
    ),
    HttpRouter.route(
      "GET",
      "/*",
      page.pipe(
        Effect.map((response) => HttpServerResponse.setHeaders(response, HEADERS)),
        Effect.catchTag("HttpServerError", () => Effect.succeed(HttpServerResponse.empty({ status: 404 }))),
      ),
    ),
  ]
})

const svg = (key: string, name: string) =>
  HttpServerResponse.text(drawAvatar(key, name), { contentType: "image/svg+xml", headers: HEADERS })

/** The image that a bot gave: its bytes, or, if it named one of this origin, the way there. */
function givenAvatar(world: World, origin: string, hash: string) {
  const file = world.files.get(`avatar/${hash}`)
  if (file === undefined) return undefined
  if (file.type !== "text/uri-list") {
    return HttpServerResponse.uint8Array(file.bytes, {
      contentType: file.type,
      headers: { ...HEADERS, ...FOREVER },
    })
  }
  const url = new TextDecoder().decode(file.bytes)
  return url.startsWith(`${origin}/`) ? HttpServerResponse.redirect(url) : undefined
}
