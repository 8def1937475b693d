import { execFileSync } from "node:child_process"
import { chromium, type Browser, type Locator } from "playwright-core"
import { createMachine } from "xstate"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { bestPicture } from "../../../src/adapters/charts/best.ts"
import { machineDefinition } from "../../../src/adapters/charts/definition.ts"
import { layout } from "../../../src/adapters/charts/layout.ts"
import type { Point } from "../../../src/adapters/charts/picture.ts"
import { svg } from "../../../src/adapters/charts/svg.ts"
import { lifecycle, workshop } from "./samples.ts"

const variant = { direction: "DOWN", placement: "NONE", labelWidth: 190, stateWidth: 230, seed: 1 } as const
const draw = async (machine: Parameters<typeof machineDefinition>[0]) =>
  svg(await layout(machineDefinition(machine), variant))

const browserPath = () =>
  execFileSync("sh", ["-c", "command -v chromium || command -v chromium-browser || command -v google-chrome"])
    .toString()
    .trim()

let browser: Browser

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: browserPath(), args: ["--no-sandbox"] })
})

afterAll(() => browser.close())

/** Opens the picture by itself, as XML: what is not well-formed does not open. */
const open = async (picture: string, colorScheme: "light" | "dark" = "light") => {
  const page = await browser.newPage({ colorScheme })
  await page.goto(`data:image/svg+xml;base64,${Buffer.from(picture).toString("base64")}`)
  return page
}

const attribute = (found: Locator, name: string): Promise<ReadonlyArray<string>> =>
  found.evaluateAll((elements, name) => elements.map((element) => element.getAttribute(name)), name)

const paint = (found: Locator, property: "fill" | "stroke"): Promise<string> =>
  found.evaluate(
    (element, property) => element.ownerDocument.defaultView.getComputedStyle(element)[property],
    property,
  )

const mark = (found: Locator, name: string) =>
  found.evaluate((element, name) => element.classList.add(name), name)

interface Words {
  readonly said: string
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

const wordsIn = (found: Locator): Promise<ReadonlyArray<Words>> =>
  found.evaluateAll((texts) =>
    texts.map((text) => {
      const { left, right, top, bottom } = text.getBoundingClientRect()
      return { said: text.textContent, left, right, top, bottom }
    }),
  )

/** A point for every pixel of the lines. */
const pointsOn = (lines: Locator): Promise<ReadonlyArray<Point>> =>
  lines.evaluateAll((paths) =>
    paths.flatMap((path) =>
      (path.getAttribute("d") as string).split(/(?=M)/).flatMap((piece) => {
        const part = path.cloneNode()
        part.setAttribute("d", piece)
        return Array.from({ length: Math.ceil(part.getTotalLength()) }, (_, at) => {
          const { x, y } = part.getPointAtLength(at)
          return { x, y }
        })
      }),
    ),
  )

describe("the picture in a browser", () => {
  it("marks every state and every transition for whoever wants to colour them", async () => {
    const page = await open(await draw(workshop))
    const states = await attribute(page.locator("[data-state]"), "data-state")
    const edges = await attribute(page.locator("[data-edge]"), "data-edge")
    expect(states).toEqual(expect.arrayContaining(["", "off", "running.work", "running.everything"]))
    expect(edges).toEqual(
      expect.arrayContaining([
        "|xstate.init|0",
        "|STOP|0",
        "off|START|0",
        "running.work.second|STEP|1",
        "running.work.recent|xstate.history|0",
        "paused|SICK|0",
      ]),
    )
    expect(edges.filter((id) => id === "|BOTH|0")).toHaveLength(2)
    await page.close()
  })

  it("has a name and a description for who does not see it", async () => {
    const page = await open(await draw(lifecycle))
    const root = page.locator("svg")
    expect(await root.getAttribute("role")).toBe("img")
    const ids = (await root.getAttribute("aria-labelledby"))!.split(" ")
    expect(await Promise.all(ids.map((id) => page.locator(`[id="${id}"]`).textContent()))).toEqual([
      "Statechart lifecycle",
      "One agent: taken from the pool, connected, at work, and given back. States: available, allocated, active, idle, released.",
    ])
    await page.close()
  })

  it("shows words as they are written, whatever is in them", async () => {
    const machine = createMachine({
      id: `<a> & "b"`,
      on: { "A<B&C": { actions: "x>y", description: `say "<hi>"` } },
    })
    const page = await open(await draw(machine))
    const text = await page.locator("svg").textContent()
    for (const words of [`<a> & "b"`, "A<B&C", "x>y", `say "<hi>"`]) expect(text).toContain(words)
    await page.close()
  })

  it.each([lifecycle, workshop])(
    "draws no line across words, and no words on words: $id",
    async (machine) => {
      const page = await open(svg(await bestPicture(machineDefinition(machine))))
      const words = await wordsIn(page.locator("text"))
      const points = await pointsOn(page.locator("path.line"))
      const struck = words.filter(({ left, right, top, bottom }) =>
        points.some(({ x, y }) => x > left && x < right && y > top && y < bottom),
      )
      const covered = words.filter((a) =>
        words.some(
          (b) =>
            a !== b &&
            Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5 &&
            Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5,
        ),
      )
      expect(words.length).toBeGreaterThan(20)
      expect(points.length).toBeGreaterThan(2000)
      expect({ struck, covered }).toEqual({ struck: [], covered: [] })
      await page.close()
    },
  )

  it("follows the reader's choice of light or dark", async () => {
    const picture = await draw(lifecycle)
    const [light, dark] = [await open(picture, "light"), await open(picture, "dark")]
    expect(await paint(light.locator(".page"), "fill")).toBe("rgb(255, 255, 255)")
    expect(await paint(dark.locator(".page"), "fill")).not.toBe("rgb(255, 255, 255)")
    const ink = (page: typeof light) => paint(page.locator(".title").first(), "fill")
    expect(await ink(light)).not.toBe(await ink(dark))
    await Promise.all([light.close(), dark.close()])
  })

  it("lets a page mark what is active and what was fired", async () => {
    const page = await open(await draw(lifecycle))
    const edge = page.locator(`[data-edge="available|ALLOCATE|0"]`)
    const look = async () => [
      await paint(page.locator(`[data-state="idle"] > .box`), "stroke"),
      await paint(page.locator(".edge", { has: edge }).locator(".line"), "stroke"),
    ]
    const before = await look()
    await mark(page.locator(`[data-state="idle"]`), "active")
    await mark(edge, "fired")
    const after = await look()
    expect(new Set(after).size).toBe(1)
    expect(before).not.toContain(after[0])
    await page.close()
  })
})
