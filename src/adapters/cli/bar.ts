/**
 * A progress bar: one line on a terminal that stays below whatever else is written there meanwhile; elsewhere a line for each
 * tenth, or nothing. It is drawn over itself and never blanked first, so that it does not flicker.
 */
import { Effect, type Scope } from "effect"

export interface Bar {
  /** `of` null: nobody knows yet how many there are. */
  readonly at: (done: number, of: number | null, more?: string) => void
  readonly close: () => void
}

/** Of the bar itself, in characters; and the shortest time between two drawings, in ms. */
const width = 24
const pace = 80

const number = (value: number): string => value.toLocaleString("en")

export const lineOf = (what: string, done: number, of: number | null, more = ""): string => {
  if (of === null) return `${what}  ${number(done)}${more}`
  const full = of === 0 ? width : Math.floor((done / of) * width)
  const percent = of === 0 ? 100 : Math.floor((done / of) * 100)
  return `${what}  ${"█".repeat(full)}${"░".repeat(width - full)}  ${number(done)}/${number(of)}  ${percent} %${more}`
}

/** What is written to a terminal goes above the bar, which is drawn again below it. */
const above = (stream: NodeJS.WriteStream, clear: () => string, draw: () => string) => {
  const write = stream.write
  const plain = write.bind(stream) as (text: string) => boolean
  stream.write = ((chunk: string | Uint8Array, ...rest: ReadonlyArray<never>) => {
    const text = typeof chunk === "string" ? chunk : new TextDecoder().decode(chunk)
    const whole = text.endsWith("\n")
    return write.call(stream, `${clear()}${text}${whole ? draw() : ""}`, ...rest)
  }) as typeof stream.write
  return {
    plain,
    restore: () => {
      stream.write = write
    },
  }
}

const onTerminal = (terminal: NodeJS.WriteStream, what: string): Bar => {
  let line = ""
  let shown = -pace
  let drawn = false
  const clear = () => {
    const text = drawn ? "\r\u001B[K" : ""
    drawn = false
    return text
  }
  const draw = () => {
    drawn = line !== ""
    return `\r${line.slice(0, (terminal.columns || 80) - 1)}\u001B[K`
  }
  const others = [process.stdout, process.stderr].filter((stream) => stream.isTTY && stream !== terminal)
  const own = above(terminal, clear, draw)
  const wrapped = [own, ...others.map((stream) => above(stream, clear, draw))]
  return {
    at: (done, of, more) => {
      line = lineOf(what, done, of, more)
      const now = performance.now()
      if (now - shown < pace && done !== of) return
      shown = now
      own.plain(draw())
    },
    close: () => {
      own.plain(clear())
      for (const { restore } of wrapped) restore()
    },
  }
}

const tenths = (terminal: NodeJS.WriteStream, what: string): Bar => {
  let tenth = 0
  return {
    at: (done, of, more) => {
      const now = of === null || of === 0 ? 0 : Math.floor((done / of) * 10)
      if (now <= tenth) return
      tenth = now
      terminal.write(`${lineOf(what, done, of, more)}\n`)
    },
    close: () => {},
  }
}

export const openBar = (terminal: NodeJS.WriteStream, what: string): Bar =>
  terminal.isTTY ? onTerminal(terminal, what) : tenths(terminal, what)

/** A bar that goes with the scope. */
export const barOn = (terminal: NodeJS.WriteStream, what: string): Effect.Effect<Bar, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.sync(() => openBar(terminal, what)),
    (bar) => Effect.sync(bar.close),
  )
