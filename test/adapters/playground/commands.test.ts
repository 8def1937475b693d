import { describe, expect, test } from "vitest"
import { GUILD, ORRERY } from "../../../src/adapters/playground/sample-world.ts"
import { call, startPlayground, type Running } from "./support.ts"

const GLOBAL = `/applications/${ORRERY.id}/commands`
const IN_GUILD = `/applications/${ORRERY.id}/guilds/${GUILD.id}/commands`

const command = (name: string, more: object = {}) => ({ name, description: "Does it", ...more })
const option = (name: string, more: object = {}) => ({ type: 3, name, description: "What", ...more })
const many = <A>(count: number, make: (n: number) => A) => Array.from({ length: count }, (_, n) => make(n))

const put = (playground: Running, commands: unknown, path = IN_GUILD) =>
  call<ReadonlyArray<{ id: string; name: string; version: string }>>(playground, "PUT", path, commands)

describe("commands that Discord refuses", () => {
  test.for([
    ["a name with a space", [command("ask them")]],
    ["a name in upper case", [command("Ask")]],
    ["a name of 33 characters", [command("x".repeat(33))]],
    ["no description", [{ name: "ask" }]],
    ["a description of 101 characters", [{ name: "ask", description: "x".repeat(101) }]],
    ["the same name twice", [command("ask"), command("ask")]],
    ["26 options", [command("ask", { options: many(26, (n) => option(`o${n}`)) })]],
    ["26 choices", [command("ask", { options: [option("o", { choices: many(26, choice) })] })]],
    ["an option name with a space", [command("ask", { options: [option("a b")] })]],
    ["an option twice", [command("ask", { options: [option("a"), option("a")] })]],
    [
      "a required option after an optional one",
      [command("ask", { options: [option("a"), option("b", { required: true })] })],
    ],
    [
      "the same in a sub-command",
      [
        command("ask", {
          options: [option("sub", { type: 1, options: [option("a"), option("b", { required: true })] })],
        }),
      ],
    ],
    [
      "a sub-command beside an option",
      [command("ask", { options: [option("a"), option("s", { type: 1 })] })],
    ],
    [
      "choices with autocomplete",
      [command("ask", { options: [option("a", { autocomplete: true, choices: [choice(1)] })] })],
    ],
    ["a menu command with a description", [{ name: "Who", type: 2, description: "x" }]],
  ] as const)("%s", async ([, commands]) => {
    const playground = await startPlayground()
    expect(await put(playground, commands)).toMatchObject({ status: 400, body: { code: 50035 } })
    expect((await call(playground, "GET", IN_GUILD)).body).toEqual([])
  })

  test.for([
    ["101 chat commands", many(101, (n) => command(`c${n}`))],
    ["16 user commands", many(16, (n) => ({ name: `User ${n}`, type: 2 }))],
    ["16 message commands", many(16, (n) => ({ name: `Message ${n}`, type: 3 }))],
  ] as const)("%s", async ([, commands]) => {
    expect(await put(await startPlayground(), commands)).toMatchObject({ status: 400, body: { code: 30032 } })
  })

  test("the complaint names the command and the option", async () => {
    const refused = await put(await startPlayground(), [
      command("ok"),
      command("ask", { options: [option("A")] }),
    ])
    expect(refused.body).toMatchObject({
      errors: {
        1: { options: { 0: { name: { _errors: [{ code: "APPLICATION_COMMAND_INVALID_NAME" }] } } } },
      },
    })
  })

  test("another application's", async () => {
    const path = "/applications/1100000000000000999/commands"
    expect(await put(await startPlayground(), [], path)).toMatchObject({ status: 403, body: { code: 50001 } })
  })
})

test("the limits themselves are taken", async () => {
  const full = [
    ...many(100, (n) => command(`c${n}`, n === 0 ? { options: many(25, (o) => option(`o${o}`)) } : {})),
    ...many(15, (n) => ({ name: `User ${n}`, type: 2 })),
    ...many(15, (n) => ({ name: `Message ${n}`, type: 3 })),
  ]
  const playground = await startPlayground()
  expect(await put(playground, full)).toMatchObject({ status: 200 })
  const oneMore = await call(playground, "POST", IN_GUILD, command("onemore"))
  expect(oneMore).toMatchObject({ status: 400, body: { code: 30032 } })
  expect(await call(playground, "POST", IN_GUILD, command("c7"))).toMatchObject({ status: 200 })
})

test("a command keeps its id when it is registered again, and gets a new version", async () => {
  const playground = await startPlayground()
  const [before] = (await put(playground, [command("ask"), command("stop")])).body
  const [after] = (await put(playground, [command("ask", { description: "Otherwise" })])).body
  expect(after!.id).toBe(before!.id)
  expect(after!.version).not.toBe(before!.version)
  expect((await call(playground, "GET", IN_GUILD)).body).toMatchObject([{ description: "Otherwise" }])
  expect((await call(playground, "GET", GLOBAL)).body).toEqual([])
})

function choice(n: number) {
  return { name: `Choice ${n}`, value: `${n}` }
}
