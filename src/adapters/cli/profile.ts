/** `orrery profile cpu|heap`: a running Orrery profiles itself, and the ten things that matter most are said. */
import { readFileSync, statSync } from "node:fs"
import { Console, Effect, Option, Redacted, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { kinds, type Kind } from "../profile/record.ts"
import { longest, Recorded } from "../profile/routes.ts"
import {
  bytesOf,
  growthOf,
  ofCpu,
  ofHeap,
  type CpuProfile,
  type HeapSnapshot,
  type Share,
} from "../profile/summary.ts"
import { configured, flags } from "./flags.ts"
import { InputError } from "./input-error.ts"

/** It does not answer there, or refused. */
class NoProfile extends Schema.TaggedError<NoProfile>()("NoProfile", { message: Schema.String }) {}

/** Node reads no text longer than this. */
const readable = 500 * 1024 * 1024

const percent = (share: number) => `${(share * 100).toFixed(1)} %`
const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`

const table = (shares: ReadonlyArray<Share>, amount: (of: number) => string) =>
  shares.map((of) => `  ${amount(of.amount).padStart(9)}  ${percent(of.share).padStart(7)}  ${of.name}`)

const read = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"))

/** Ten lines of what was recorded. */
export const summed = (kind: Kind, files: ReadonlyArray<string>): ReadonlyArray<string> => {
  if (files.some((file) => statSync(file).size > readable))
    return ["  It is too large to be summed up here: open it in Chrome's DevTools, Memory."]
  if (kind === "cpu") {
    const { idle, top } = ofCpu(read(files[0]!) as CpuProfile)
    return [
      `  ${percent(idle)} of the time it had nothing to do`,
      ...table(top, (ms) => `${ms.toFixed(0)} ms`),
    ]
  }
  const [first, second] = files.map((file) => read(file) as HeapSnapshot)
  if (second === undefined) {
    const { bytes, top } = ofHeap(first!)
    return [`  ${megabytes(bytes)} in memory`, ...table(top, megabytes)]
  }
  const { before, after, top } = growthOf(bytesOf(first!), bytesOf(second))
  return [
    `  ${megabytes(before)} before, ${megabytes(after)} after; what there is more of:`,
    ...table(top, megabytes),
  ]
}

const ask = (at: string, token: Redacted.Redacted | null, kind: Kind, seconds: number) =>
  Effect.tryPromise({
    try: async () => {
      const response = await fetch(new URL("/api/profile", at), {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(token !== null && { authorization: `Bearer ${Redacted.value(token)}` }),
        },
        body: JSON.stringify({ kind, seconds }),
        signal: AbortSignal.timeout((seconds + 120) * 1000),
      })
      if (response.status === 401)
        throw new Error("it asks for its token: set ORRERY_INSPECTOR_TOKEN, or inspector.token")
      const body: unknown = await response.json()
      if (!response.ok)
        throw new Error((body as { readonly message?: string }).message ?? `it answered ${response.status}`)
      return Schema.decodeUnknownSync(Recorded)(body).files
    },
    catch: (error) =>
      new NoProfile({
        message: `No profile of the Orrery at ${at}: ${error instanceof TypeError ? "nobody answers there; say where with --at" : (error as Error).message}`,
      }),
  })

export const profileCommand = Command.make(
  "profile",
  {
    config: flags.config,
    kind: Argument.Literals("kind", kinds).pipe(
      Argument.withDescription("cpu: where its time goes; heap: what its memory holds"),
    ),
    seconds: Flag.Finite("seconds").pipe(
      Flag.optional,
      Flag.withDescription(
        "cpu: for how long (default: 10); heap: after which it is looked at again, to see what grows (default: 0, once)",
      ),
    ),
    at: Flag.String("at").pipe(
      Flag.optional,
      Flag.withDescription(
        "The inspector of the one that runs (default: the port of the configuration on 127.0.0.1)",
      ),
    ),
  },
  Effect.fnUntraced(function* ({ config, kind, seconds, at }) {
    const { settings } = yield* configured({ config })
    const lasting = Option.getOrElse(seconds, () => (kind === "cpu" ? 10 : 0))
    if (lasting < 0 || lasting > longest || (kind === "cpu" && lasting === 0))
      return yield* new InputError({ message: `--seconds must be above 0 and at most ${longest}` })
    const where = Option.getOrElse(at, () => `http://127.0.0.1:${settings.inspectorPort}`)
    if (!URL.canParse(where))
      return yield* new InputError({ message: "--at must be an address, as http://127.0.0.1:4020" })
    const files = yield* ask(where, settings.inspectorToken, kind, lasting)
    const here = files.every((file) => statSync(file, { throwIfNoEntry: false }) !== undefined)
    yield* Console.log(
      [...(here ? summed(kind, files) : ["  The files are on the machine that it runs on."]), ...files].join(
        "\n",
      ),
    )
  }),
).pipe(
  Command.withDescription("Has an Orrery that runs profile itself, and says the ten things that matter most"),
  Command.withExamples([
    { command: "orrery profile cpu --seconds 10", description: "Where its time goes" },
    {
      command: "orrery profile heap --seconds 60",
      description: "What its memory holds, and what grows in a minute",
    },
  ]),
)
