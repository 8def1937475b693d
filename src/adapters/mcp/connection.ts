/** One connection with a server: made, listed, called, and lost once. https://modelcontextprotocol.io */
import {
  Client,
  ProtocolError,
  ProtocolErrorCode,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  UnauthorizedError,
  type jsonSchemaValidator,
  type Progress,
} from "@modelcontextprotocol/client"
import { Data, Deferred, Duration, Effect, Redacted, Schema, type Scope } from "effect"
import packageJson from "../../../package.json" with { type: "json" }
import { ToolFailed } from "../../actors/performing/tools.ts"
import { secretsOf, type Reach, type ToolTerms } from "../config/tools.ts"
import { overHttp } from "./http.ts"
import { offeredOf, type Offered } from "./listing.ts"
import { ProcessTransport, type Heard } from "./process.ts"
import { CallResult, said } from "./result.ts"
import { hiding, oneLine } from "./words.ts"

/** It is not connected, or not any more. `why` follows the server's name: `ended with code 1`. */
export class Lost extends Data.TaggedError("Lost")<{ readonly why: string }> {}

/** A call came to nothing; `blame`: it is the server's fault. */
export class CallLost extends Data.TaggedError("CallLost")<{
  readonly failed: ToolFailed
  readonly blame: boolean
  /** It may pass by itself: the same call, made again at once, may come through. */
  readonly passes?: true
}> {}

export interface Connection {
  readonly offered: () => ReadonlyArray<Offered>
  /** Interrupting it tells the server to give it up. */
  readonly call: (
    its: string,
    input: unknown,
    progress: ((text: string) => void) | undefined,
  ) => Effect.Effect<string, CallLost>
  /** Whether it answers at all; the connection is lost if it does not. */
  readonly ping: Effect.Effect<void, Lost>
  /** Ends when the connection does, with why. */
  readonly lost: Effect.Effect<string>
}

/** For the handshake and the list of tools: a program may have to be fetched first, as by `npx`. */
const connectWithin = Duration.minutes(1)
const pingWithin = Duration.seconds(5)
/** The client has a time-out of its own, which must not be the first, in ms. */
const never = 2 ** 31 - 1
/** Between two words of progress, in ms. */
const progressEvery = 500
const longestWhy = 300

/** What a server says its answers look like is not compiled here: a pattern of its making could keep Orrery busy for ever. */
const believing: jsonSchemaValidator = {
  getValidator: () => (data) => ({ valid: true, data: data as never, errorMessage: undefined }),
}

type Reached = Exclude<Reach, { readonly by: "itself" }>

const transportTo = (reach: Reached, heard: Heard) => {
  const given = Object.fromEntries(secretsOf(reach).map(({ name, value }) => [name, Redacted.value(value)]))
  if (reach.by === "url") return overHttp({ url: reach.url, headers: given }, heard)
  const { PATH = "", HOME = "" } = process.env
  const { command, args, cwd } = reach
  return new ProcessTransport({ command, args, cwd, env: { PATH, HOME, ...given } }, heard)
}

/** What began it, such as a refused connection, says more than what came of it on its way. */
const rootOf = (error: Error): Error =>
  error.cause instanceof Error && error.cause.message !== "" ? rootOf(error.cause) : error

const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  const root = rootOf(error)
  return root === error ? error.message : `${error.message} (${root.message})`
}

const isRefused = (error: unknown): boolean =>
  error instanceof UnauthorizedError ||
  (error instanceof SdkHttpError && (error.status === 401 || error.status === 403))

const whyNot = (error: unknown): string => {
  if (isRefused(error)) return "does not let Orrery in: look at its token"
  return `cannot be spoken with: ${messageOf(error)}`
}

/** Each tool is looked at by itself: one that is wrong does not take the others along. */
const Page = Schema.toStandardSchemaV1(
  Schema.Struct({ tools: Schema.Array(Schema.Unknown), nextCursor: Schema.optionalKey(Schema.String) }),
)
const pagesAtMost = 20

const listedBy = async (client: Client): Promise<ReadonlyArray<unknown>> => {
  const listed: Array<unknown> = []
  let cursor: string | undefined
  for (let page = 0; page < pagesAtMost; page++) {
    const { tools, nextCursor } = await client.request(
      { method: "tools/list", params: cursor === undefined ? {} : { cursor } },
      Page,
    )
    listed.push(...tools)
    if (nextCursor === undefined) break
    cursor = nextCursor
  }
  return listed
}

/** `plainly`: without asking first which version it speaks, which some old ones do not survive. */
export const connect = (
  { name, reach, only, harmless, timeout }: ToolTerms & { readonly reach: Reached },
  { plainly, heard }: { readonly plainly: boolean; readonly heard: (line: string) => void },
): Effect.Effect<Connection, Lost, Scope.Scope> =>
  Effect.gen(function* () {
    const hide = hiding(secretsOf(reach).map(({ value }) => value))
    const short = (text: string) => oneLine(hide(text), longestWhy)
    const ended = Deferred.makeUnsafe<string>()
    const lose = (why: string) => void Deferred.doneUnsafe(ended, Effect.succeed(short(why)))
    let hasBegun = false
    const transport = transportTo(reach, { line: (text) => heard(short(text)), lost: lose })

    let offered: ReadonlyArray<Offered> = []
    const take = async () => {
      const found = offeredOf(name, await listedBy(client), { only, harmless })
      offered = found.offered
      if (found.problems.length > 0)
        heard(short(`of its tools some are not offered: ${found.problems.join("; ")}`))
    }
    const client = new Client(
      { name: "orrery", version: packageJson.version },
      {
        jsonSchemaValidator: believing,
        inputRequired: { autoFulfill: false },
        ...(plainly ? {} : { versionNegotiation: { mode: "auto", probe: { timeoutMs: 5000 } } }),
        listChanged: {
          tools: {
            autoRefresh: false,
            onChanged: () =>
              void take().catch((error: unknown) => lose(`does not list its tools: ${messageOf(error)}`)),
          },
        },
      },
    )
    Object.assign(client, {
      onerror: (error: Error) => heard(short(error.message)),
      // Before, it is the client that closes what it could not begin; its handshake says why.
      onclose: () => hasBegun && lose("ended the connection"),
    })

    yield* Effect.addFinalizer(() => Effect.ignore(Effect.promise(() => client.close().catch(() => {}))))
    const handshake = Effect.tryPromise({
      try: async () => {
        await client.connect(transport, { timeout: Duration.toMillis(connectWithin) })
        await take()
        hasBegun = true
      },
      catch: (error) => new Lost({ why: short(whyNot(error)) }),
    })
    // What it ended with says more than that the handshake did not come to its end.
    yield* Effect.raceFirst(
      handshake,
      Effect.flatMap(Deferred.await(ended), (why) => new Lost({ why })),
    ).pipe(
      Effect.catch((lost) =>
        Effect.flatMap(Deferred.poll(ended), (known) =>
          known._tag === "None" ? Effect.fail(lost) : Effect.flatMap(known.value, (why) => new Lost({ why })),
        ),
      ),
      Effect.timeoutOrElse({
        duration: connectWithin,
        orElse: () => new Lost({ why: `did not answer within ${Duration.format(connectWithin)}` }),
      }),
    )

    const ask = (signal: AbortSignal) =>
      client.getProtocolEra() === "modern"
        ? client.discover({ signal, timeout: never })
        : client.ping({ signal, timeout: never })

    /** What the client throws, as a line that says what can be done. */
    const failureOf = (error: unknown): CallLost => {
      const of = (reason: string, remedy: ToolFailed["remedy"], blame: boolean) =>
        new CallLost({
          failed: new ToolFailed({ reason: short(`${name} ${reason}`), remedy }),
          blame,
          ...(blame && remedy === "retry" && { passes: true }),
        })
      if (isRefused(error)) return of("does not let Orrery in: look at its token", "stop", true)
      if (error instanceof ProtocolError) {
        const isFor = error.code === ProtocolErrorCode.InvalidParams
        if (error.code === ProtocolErrorCode.MethodNotFound)
          return of("has no such tool any more", "stop", false)
        if (error.code === ProtocolErrorCode.ParseError)
          return of("answered with something that is no result", "retry", true)
        return of(`refused: ${error.message}`, isFor ? "fix" : "retry", !isFor)
      }
      if (error instanceof SdkError && error.code === SdkErrorCode.UnsupportedResultType)
        return of("wants to ask a person something, which it cannot here", "stop", false)
      if (error instanceof SdkError && error.code === SdkErrorCode.InvalidResult)
        return of("answered with something that is no result", "retry", true)
      // Over HTTP nothing else tells that it is gone.
      if (reach.by === "url") lose(whyNot(error))
      return of(whyNot(error), "retry", true)
    }

    const call = (its: string, input: unknown, progress?: (text: string) => void) => {
      let told = -progressEvery
      const onprogress = ({ message, progress: done, total }: Progress) => {
        const now = performance.now()
        if (now - told < progressEvery) return
        told = now
        const share =
          total === undefined || total <= 0
            ? String(done)
            : `${Math.min(100, Math.round((100 * done) / total))} %`
        progress?.(oneLine(hide(message ?? share), 120))
      }
      return Effect.tryPromise({
        try: (signal) =>
          client.callTool(
            { name: its, arguments: input as Record<string, unknown> },
            { signal, timeout: never, ...(progress !== undefined && { onprogress }) },
          ),
        catch: failureOf,
      }).pipe(
        Effect.flatMap((result) =>
          Effect.mapError(Schema.decodeUnknownEffect(CallResult)(result), () =>
            failureOf(new SdkError(SdkErrorCode.InvalidResult, "no result")),
          ),
        ),
        Effect.flatMap((result) => {
          const text = said(result, hide)
          if (result.isError !== true) return Effect.succeed(text)
          const failed = new ToolFailed({ reason: oneLine(text, 1000), remedy: "fix" })
          return Effect.fail(new CallLost({ failed, blame: false }))
        }),
        Effect.raceFirst(
          Effect.flatMap(Deferred.await(ended), (why) =>
            Effect.fail(
              new CallLost({
                failed: new ToolFailed({ reason: `${name} ${why}`, remedy: "retry" }),
                blame: true,
                passes: true,
              }),
            ),
          ),
        ),
      )
    }

    return {
      offered: () => offered,
      call,
      ping: Effect.tryPromise({ try: ask, catch: (error) => new Lost({ why: short(whyNot(error)) }) }).pipe(
        Effect.timeoutOrElse({
          duration: Duration.min(pingWithin, Duration.millis(timeout)),
          orElse: () => new Lost({ why: "does not answer any more" }),
        }),
        Effect.tapError(({ why }) => Effect.sync(() => lose(why))),
        Effect.asVoid,
      ),
      lost: Deferred.await(ended),
    }
  })
