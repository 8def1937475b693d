/** The files of a page. A browser is told to let nothing into the page from another machine. */
import { Effect } from "effect"
import { HttpRouter, HttpServerResponse, HttpStaticServer } from "effect/http"
import { fileURLToPath } from "node:url"

/** No inline scripts or styles, no other origin: what a page shows as text can never act. */
export const pageHeaders = {
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
  "cross-origin-resource-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
}

/** A route that answers the files of a folder below a path, or 404. */
export const filesIn = Effect.fnUntraced(function* (folder: URL, below: `/${string}` = "/") {
  const root = fileURLToPath(folder)
  const files = yield* Effect.orDie(HttpStaticServer.make({ root, cacheControl: "no-cache" }))
  const route = HttpRouter.route(
    "GET",
    "/*",
    files.pipe(
      Effect.map((response) => HttpServerResponse.setHeaders(response, pageHeaders)),
      Effect.catchTag("HttpServerError", () => Effect.succeed(HttpServerResponse.empty({ status: 404 }))),
    ),
  )
  return below === "/" ? route : HttpRouter.prefixRoute(route, below)
})

/** A page's own files at `/`, and at `/shared` what all pages are made of. */
export const pageIn = (folder: URL) =>
  Effect.all([filesIn(new URL("./page/", import.meta.url), "/shared"), filesIn(folder)])
