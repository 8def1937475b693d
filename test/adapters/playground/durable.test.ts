import { fork, type ChildProcess } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, onTestFinished, test } from "vitest"
import { ADA, GENERAL, GUILD, ORRERY } from "../../../src/adapters/playground/sample-world.ts"
import { call, run, startPlayground, type Running } from "./support.ts"

function worldFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "playground-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, "world.sqlite")
}

/** A playground in a process of its own. */
async function startProcess(file: string): Promise<{ playground: Running; child: ChildProcess }> {
  const child = fork(new URL("./playground-process.ts", import.meta.url), [file])
  onTestFinished(() => void child.kill("SIGKILL"))
  const playground = await new Promise<Running>((resolve) =>
    child.once("message", (m) => resolve(m as Running)),
  )
  return { playground, child }
}

test("a world survives kill -9, with all that is in it", async () => {
  const file = worldFile()
  const { playground, child } = await startProcess(file)
  const channel = `/channels/${GENERAL.id}`
  const body = { content: "before the crash", nonce: "n", enforce_nonce: true }
  const sent = await call<{ id: string }>(playground, "POST", `${channel}/messages`, body)
  const message = `${channel}/messages/${sent.body.id}`
  await call(playground, "PUT", `${message}/reactions/%F0%9F%94%A5/@me`)
  const thread = await call<{ id: string }>(playground, "POST", `${message}/threads`, { name: "Launch" })
  const webhook = await call<{ id: string; token: string }>(playground, "POST", `${channel}/webhooks`, {
    name: "A",
  })
  const commands = `/applications/${ORRERY.id}/guilds/${GUILD.id}/commands`
  await call(playground, "PUT", commands, [{ name: "ask", description: "Ask" }])
  const dm = await call<{ id: string }>(playground, "POST", "/users/@me/channels", { recipient_id: ADA.id })
  child.kill("SIGKILL")
  await new Promise((resolve) => child.once("exit", resolve))

  const { playground: again } = await startProcess(file)
  expect((await call(again, "GET", message)).body).toMatchObject({
    content: "before the crash",
    reactions: [{ emoji: { name: "🔥" }, count: 1, me: true }],
    thread: { id: thread.body.id, name: "Launch" },
  })
  const voice = `/webhooks/${webhook.body.id}/${webhook.body.token}?wait=true`
  const said = await call<{ id: string }>(again, "POST", voice, { content: "after it" })
  expect(said.status).toBe(200)
  expect(BigInt(said.body.id)).toBeGreaterThan(BigInt(dm.body.id))
  expect((await call(again, "GET", commands)).body).toMatchObject([{ name: "ask" }])
  const sameDm = await call<{ id: string }>(again, "POST", "/users/@me/channels", { recipient_id: ADA.id })
  expect(sameDm.body.id).toBe(dm.body.id)
  const resent = await call<{ id: string }>(again, "POST", `${channel}/messages`, body)
  expect(resent.body.id).toBe(sent.body.id)
  expect((await call(again, "GET", `/guilds/${GUILD.id}/members?limit=10`)).body).toHaveLength(4)
})

test("no acknowledged message is lost, wherever the process dies", async () => {
  const file = worldFile()
  const { playground, child } = await startProcess(file)
  const acknowledged: Array<string> = []
  const writers = Array.from({ length: 4 }, async () => {
    for (;;) {
      const sent = await call<{ id: string }>(playground, "POST", `/channels/${GENERAL.id}/messages`, {
        content: "x",
      })
      acknowledged.push(sent.body.id)
      if (acknowledged.length === 300) child.kill("SIGKILL")
    }
  })
  await Promise.allSettled(writers)
  const { playground: again } = await startProcess(file)
  const kept = new Set<string>()
  for (let before = ""; ;) {
    const path = `/channels/${GENERAL.id}/messages?limit=100${before}`
    const { body } = await call<ReadonlyArray<{ id: string }>>(again, "GET", path)
    for (const { id } of body) kept.add(id)
    if (body.length < 100) break
    before = `&before=${body.at(-1)!.id}`
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(300)
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([])
})

test("a world that another playground has open is told in a sentence", async () => {
  const file = worldFile()
  await startPlayground({ file })
  await expect(startPlayground({ file })).rejects.toThrow(
    `Cannot open the playground's world in ${file}: another playground may be using it`,
  )
})

test("a port in use is told in a sentence", async () => {
  const { origin } = await startPlayground()
  const port = Number(new URL(origin).port)
  await expect(startPlayground({ port })).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is in use: another Orrery may be running. Stop it or choose another port.`,
  )
})

test("without a file, a world begins anew each time", async () => {
  const first = await startPlayground()
  await run(first.post({ channelId: GENERAL.id, authorId: ADA.id, content: "gone soon" }))
  const second = await startPlayground()
  expect((await call(second, "GET", `/channels/${GENERAL.id}/messages`)).body).toEqual([])
})
