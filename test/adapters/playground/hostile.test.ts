import { request } from "node:http"
import { describe, expect, test } from "vitest"
import { ADA, GENERAL, ORRERY } from "../../../src/adapters/playground/sample-world.ts"
import { call, startPlayground } from "./support.ts"

describe("a hostile body", () => {
  test("cannot give every object of the process a field", async () => {
    const playground = await startPlayground()
    const body = '[{"name":"ask","description":"Ask","name_localizations":{"__proto__":1}}]'
    const answer = await call(playground, "PUT", `/applications/${ORRERY.id}/commands`, body)
    expect(answer.status).toBe(400)
    expect(JSON.stringify(answer.body)).toContain('"__proto__":{"_errors":[')
    expect(({} as { _errors?: unknown })._errors).toBeUndefined()
  })

  test.for(["@me", "@original", "abc", "9999999999999999999"])("cannot name a message %s", async (id) => {
    const playground = await startPlayground()
    const asked = await call(playground, "GET", `/channels/${GENERAL.id}/messages/${id}`)
    expect([400, 404]).toContain(asked.status)
    const edited = await fetch(`${playground.origin}/page/channels/${GENERAL.id}/messages/${id}`, {
      method: "PATCH",
      body: JSON.stringify({ as: ADA.id, content: "x" }),
    })
    expect([400, 404]).toContain(edited.status)
    const history = await fetch(
      `${playground.origin}/page/channels/${GENERAL.id}/messages?as=${ADA.id}&before=${id}`,
    )
    expect([200, 400]).toContain(history.status)
  })

  test("with an object for a number is refused", async () => {
    const playground = await startPlayground()
    const body = { content: "x", flags: { toString: 1 } }
    expect((await call(playground, "POST", `/channels/${GENERAL.id}/messages`, body)).status).toBe(400)
  })

  test("with files and without a message is refused", async () => {
    const playground = await startPlayground()
    const form = new FormData()
    form.append("payload_json", "null")
    form.append("files[0]", new File(["x"], "a.txt"))
    const { status } = await fetch(`${playground.apiBase}/v10/channels/${GENERAL.id}/messages`, {
      method: "POST",
      headers: { authorization: `Bot ${playground.token}` },
      body: form,
    })
    expect(status).toBe(400)
  })
})

/** Sends megabytes without an end in sight; the status of the answer, or "cut" when the line was before it was read. */
const flood = (url: string, method: string, megabytes: number, authorization = "") =>
  new Promise<number | string | undefined>((resolve) => {
    const sent = request(url, { method, headers: { authorization, "content-type": "application/json" } })
    sent.once("response", (response) => resolve(response.resume().statusCode))
    sent.on("error", () => resolve("cut"))
    const megabyte = Buffer.alloc(1024 * 1024, " ")
    for (let n = 0; n < megabytes; n++) sent.write(megabyte)
    sent.end()
  })

describe("a body that is too large", () => {
  test("is read neither for the page nor for the bot, whatever it says of its length", async () => {
    const playground = await startPlayground()
    const message = `/channels/${GENERAL.id}/messages`
    expect([413, "cut"]).toContain(await flood(`${playground.origin}/page${message}`, "POST", 2))
    const token = `Bot ${playground.token}`
    expect([413, "cut"]).toContain(await flood(`${playground.apiBase}/v10${message}`, "POST", 27, token))
    expect(await flood(`${playground.apiBase}/v10${message}`, "POST", 2, token)).toBe(400)
  })
})
