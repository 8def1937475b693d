import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { Effect } from "effect"
import { HttpEffect, HttpRouter } from "effect/http"
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { expect, it, onTestFinished } from "vitest"
import { pageIn } from "../../../src/adapters/http/page-files.ts"

/** What is answered of a page of these files. */
const pageOf = async (files: Readonly<Record<string, string>>) => {
  const root = mkdtempSync(join(tmpdir(), "page-"))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const folder = join(root, "page")
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const app = await Effect.runPromise(
    Effect.flatMap(pageIn(pathToFileURL(`${folder}/`)), (routes) =>
      HttpRouter.toHttpEffect(HttpRouter.addAll(routes)),
    ).pipe(Effect.scoped, Effect.provide(NodeHttpServer.layerHttpServices)),
  )
  const handle = HttpEffect.toWebHandler(app)
  return (path: string) => handle(new Request(`http://127.0.0.1${path}`))
}

const files = {
  "index.html": "<title>A page</title>",
  "main.js": `import "./data/state.js"`,
  "data/state.js": "",
  "styles/page.css": "",
  "../secret.txt": "secret",
}

it("a page comes with the addresses of all modules that it is made of, its own and the shared ones", async () => {
  const get = await pageOf(files)
  const page = await get("/")
  expect(await page.text()).toBe("<title>A page</title>")
  const links = page.headers.get("link")!.split(", ")
  expect(links).toEqual(
    expect.arrayContaining(
      ["/main.js", "/data/state.js", "/shared/live.js", "/shared/dom/element.js"].map(
        (path) => `<${path}>; rel=modulepreload`,
      ),
    ),
  )
  for (const link of links) {
    const module = await get(/^<(.*)>; rel=modulepreload$/.exec(link)![1]!)
    expect([link, module.status, module.headers.get("content-type")]).toEqual([
      link,
      200,
      "text/javascript; charset=utf-8",
    ])
    expect(module.headers.get("link")).toBe(null)
  }
})

it.each(["/", "/main.js", "/styles/page.css", "/shared/base.css", "/shared/logo.svg"])(
  "%s comes with a policy that lets nothing of another machine in",
  async (path) => {
    const { status, headers } = await (await pageOf(files))(path)
    expect(status).toBe(200)
    expect(headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'/,
    )
    expect(headers.get("x-content-type-options")).toBe("nosniff")
  },
)

it.each([
  "/none.js",
  "/../secret.txt",
  "/..%2Fsecret.txt",
  "/%2e%2e/secret.txt",
  "/shared/..%2Fpage-files.ts",
])("%s is not there", async (path) => {
  expect((await (await pageOf(files))(path)).status).toBe(404)
})
