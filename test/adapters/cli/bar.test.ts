/** A progress bar: one line on a terminal, below whatever is logged; a line a tenth elsewhere. */
import { Writable } from "node:stream"
import { describe, expect, it } from "vitest"
import { openBar } from "../../../src/adapters/cli/bar.ts"

class Screen extends Writable {
  readonly isTTY: boolean
  readonly columns = 60
  written = ""

  constructor(isTTY: boolean) {
    super()
    this.isTTY = isTTY
  }

  override _write(chunk: Buffer, _: string, done: () => void) {
    this.written += chunk.toString()
    done()
  }

  /** What stands there, line by line, as a terminal shows it. */
  get shown(): ReadonlyArray<string> {
    return this.written.split("\n").map((line) => {
      const [last = ""] = line.split("\r").slice(-1)
      return last.replaceAll("\u001B[K", "")
    })
  }
}

const screen = (isTTY: boolean) => new Screen(isTTY) as Screen & NodeJS.WriteStream

describe("a bar on a terminal", () => {
  it("stays below what is logged, is drawn over itself without being blanked first, and goes", () => {
    const terminal = screen(true)
    const write = terminal.write
    const bar = openBar(terminal, "Making")
    bar.at(0, 4)
    terminal.write("one line\n")
    bar.at(4, 4)
    expect(terminal.shown).toEqual(["one line", `Making  ${"█".repeat(24)}  4/4  100 %`])
    expect(terminal.written).not.toContain("\r\u001B[KMaking")
    terminal.write("half a line")
    terminal.write(", and the rest\n")
    bar.close()
    expect(terminal.shown).toEqual(["one line", "half a line, and the rest", ""])
    terminal.write("as before\n")
    expect(terminal.write).toBe(write)
    expect(terminal.written.endsWith("\u001B[Kas before\n")).toBe(true)
  })

  it("is never wider than the terminal", () => {
    const terminal = screen(true)
    openBar(terminal, "x".repeat(100)).at(1, 1)
    expect(terminal.shown[0]).toHaveLength(59)
  })
})

describe("a bar elsewhere", () => {
  it("is a line for each tenth", () => {
    const file = screen(false)
    const bar = openBar(file, "Making")
    for (let n = 0; n <= 1000; n++) bar.at(n, 1000)
    bar.close()
    expect(file.shown).toHaveLength(11)
    expect(file.shown[0]).toContain("100/1,000  10 %")
  })
})
