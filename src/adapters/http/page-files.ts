/** The files of a page. A browser is told to let nothing into the page from another machine. */
import { Effect, FileSystem } from "effect"
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

/** A route that answers the files of a folder below a path, or 404; those that are HTML with more headers. */
export const filesIn = Effect.fnUntraced(function* (
  folder: URL,
  below: `/${string}` = "/",
  more: Readonly<Record<string, string>> = {},
) {
  const root = fileURLToPath(folder)
  const files = yield* Effect.orDie(HttpStaticServer.make({ root, cacheControl: "no-cache" }))
  const route = HttpRouter.route(
    "GET",
    "/*",
    files.pipe(
      Effect.map((response) => {
        const isHtml = response.headers["content-type"]?.startsWith("text/html")
        return HttpServerResponse.setHeaders(response, isHtml ? { ...pageHeaders, ...more } : pageHeaders)
      }),
      Effect.catchTag("HttpServerError", () => Effect.succeed(HttpServerResponse.empty({ status: 404 }))),
    ),
  )
  return below === "/" ? route : HttpRouter.prefixRoute(route, below)
})

/**
 * A page's own files at `/`, and at `/shared` what all pages are made of. A browser learns of a module when it has read
 * another that imports it; so that it need not go from one to the next, it is told of all with the page:
 * https://html.spec.whatwg.org/multipage/links.html#link-type-modulepreload
 */
export const pageIn = Effect.fnUntraced(function* (own: URL) {
  const shared = new URL("./page/", import.meta.url)
  const modules = [...(yield* modulesIn(own, "/")), ...(yield* modulesIn(shared, "/shared/"))]
  const link = modules.map((path) => `<${path}>; rel=modulepreload`).join(", ")
  return [yield* filesIn(shared, "/shared"), yield* filesIn(own, "/", { link })]
})

const modulesIn = Effect.fnUntraced(function* (folder: URL, below: string) {
  const { readDirectory } = yield* FileSystem.FileSystem
  const paths = yield* Effect.orDie(readDirectory(fileURLToPath(folder), { recursive: true }))
  return paths.filter((path) => path.endsWith(".js")).map((path) => `${below}${path.replaceAll("\\", "/")}`)
})
