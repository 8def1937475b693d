/** What is deployed with fits what there is: paths, ports, names and figures. */
import { execFile, spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createServer } from "node:http"
import { once } from "node:events"
import type { AddressInfo } from "node:net"
import { describe, expect, it, onTestFinished } from "vitest"
import { parse, parseAllDocuments } from "yaml"
import { root } from "./prometheus.ts"

const read = (path: string): string => readFileSync(join(root, "deploy", path), "utf8")
const documents = (path: string) =>
  parseAllDocuments(read(path)).map((document) => {
    expect(document.errors).toEqual([])
    return document.toJS() as Record<string, never> & { kind: string; spec: never }
  })

interface Service {
  readonly environment?: Readonly<Record<string, string>>
  readonly volumes?: ReadonlyArray<string>
  readonly ports?: ReadonlyArray<string>
}
const compose = parse(read("compose.yaml"), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>
  readonly volumes: Readonly<Record<string, unknown>>
}

interface Container {
  readonly env: ReadonlyArray<{ name: string; value?: string }>
  readonly readinessProbe: { exec: { command: ReadonlyArray<string> } }
}
const manifests = documents("kubernetes/orrery.yaml")
const set = manifests.find(({ kind }) => kind === "StatefulSet")!.spec as {
  readonly serviceName: string
  readonly template: { spec: { containers: readonly [Container]; terminationGracePeriodSeconds: number } }
}
const [container] = set.template.spec.containers

describe("the image", () => {
  it("is made of files that are there, on the Node that Orrery is made for", () => {
    const lines = read("Dockerfile").split("\n")
    const copied = lines
      .filter((line) => line.startsWith("COPY ") && !line.includes("--from"))
      .flatMap((line) => line.split(" ").slice(1, -1))
    expect(copied.length).toBeGreaterThan(5)
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([])
    const letIn = read("Dockerfile.dockerignore")
      .split("\n")
      .flatMap((line) => (line.startsWith("!") ? [line.slice(1)] : []))
    expect(copied.filter((path) => !letIn.includes(path))).toEqual([])
    const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      dependencies: { node: string }
    }
    const major = dependencies.node.split(".")[0]
    const from = lines.filter((line) => line.startsWith("FROM "))
    expect(from.every((line) => line.startsWith(`FROM node:${major}-`))).toBe(true)
    expect(existsSync(join(root, /CMD \["node", "([^"]+)", "start"\]/.exec(lines.join("\n"))![1]!))).toBe(
      true,
    )
  })
})

describe("the compose file", () => {
  const { services, volumes } = compose

  it("has two runners that differ in their address alone, and whose volumes and mounts are there", () => {
    const [one, two] = [services["runner-1"]!, services["runner-2"]!]
    expect(one.environment).toEqual({ ...two.environment, CLUSTER: "runner-1:34431" })
    expect(two.environment?.["CLUSTER"]).toBe("runner-2:34431")
    for (const { volumes: its = [] } of Object.values(services))
      for (const [from] of its.map((volume) => volume.split(":") as [string]))
        expect(from.startsWith(".") ? existsSync(join(root, "deploy", from)) : from in volumes).toBe(true)
  })

  it("listens for this machine alone", () => {
    const ports = Object.values(services).flatMap(({ ports = [] }) => ports)
    expect(ports.length).toBeGreaterThan(3)
    expect(ports.filter((port) => !port.startsWith("127.0.0.1:"))).toEqual([])
  })

  it("lets Prometheus scrape each of its runners", () => {
    const { scrape_configs } = parse(read("prometheus/prometheus.yml")) as {
      scrape_configs: readonly [{ static_configs: readonly [{ targets: ReadonlyArray<string> }] }]
    }
    const runners = Object.keys(services).filter((name) => name.startsWith("runner-"))
    expect(scrape_configs[0].static_configs[0].targets).toEqual(runners.map((name) => `${name}:4020`))
  })
})

describe("every environment variable that is set", () => {
  it("is one that Orrery knows", () => {
    const used = [
      ...Object.keys(compose.services["runner-1"]!.environment!),
      ...container.env.map(({ name }) => name).filter((name) => name !== "POD"),
      ...[...read("Dockerfile").matchAll(/(ORRERY_\w+)=/g)].map((match) => match[1]!),
      ...[...read("systemd/orrery.service").matchAll(/(ORRERY_\w+)=/g)].map((match) => match[1]!),
    ]
    const reference = readFileSync(join(root, "docs/configuration.md"), "utf8")
    expect(used.length).toBeGreaterThan(10)
    expect(used.filter((name) => !reference.includes(`\`${name}\``))).toEqual([])
  })
})

describe("the Kubernetes manifests", () => {
  it("give each runner an address at which the others reach it", () => {
    expect(manifests.map(({ kind }) => kind)).toEqual(["Service", "StatefulSet", "PodDisruptionBudget"])
    const cluster = container.env.find(({ name }) => name === "CLUSTER")!.value
    expect(cluster).toBe(`$(POD).${set.serviceName}:34431`)
  })

  it("wait longer than an end may take", () => {
    const cli = readFileSync(join(root, "src/adapters/cli/cli.ts"), "utf8")
    const patience = Number(/patience = ([\d_]+)/.exec(cli)![1]!.replaceAll("_", "")) / 1000
    expect(set.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(patience)
    expect(Number(/TimeoutStopSec=(\d+)/.exec(read("systemd/orrery.service"))![1])).toBeGreaterThan(patience)
  })

  it("scale as Orrery advises", () => {
    const [{ spec }] = documents("kubernetes/autoscaler.yaml") as unknown as readonly [
      {
        spec: {
          behavior: Record<string, { policies: ReadonlyArray<{ value: number; periodSeconds: number }> }>
        }
      },
    ]
    expect(spec.behavior["scaleUp"]!.policies).toEqual([{ type: "Pods", value: 2, periodSeconds: 300 }])
    expect(spec.behavior["scaleDown"]!.policies).toEqual([{ type: "Pods", value: 1, periodSeconds: 300 }])
  })
})

describe("the probe", () => {
  it("asks with the token, and fails unless it is answered well", async () => {
    const asked: Array<string | undefined> = []
    const server = createServer((request, response) => {
      asked.push(request.headers.authorization)
      response.writeHead(request.url === "/ready" ? 200 : 503).end()
    }).listen(0, "127.0.0.1")
    await once(server, "listening")
    onTestFinished(() => void server.close())
    const env = {
      ...process.env,
      ORRERY_INSPECTOR_PORT: String((server.address() as AddressInfo).port),
      ORRERY_INSPECTOR_TOKEN: "a-token-of-sixteen",
    }
    const codeOf = (path: string) =>
      new Promise((resolve) =>
        execFile(process.execPath, [join(root, "deploy/probe.js"), path], { env }).once("exit", resolve),
      )
    expect(await codeOf("/ready")).toBe(0)
    expect(await codeOf("/health")).toBe(1)
    expect(asked).toEqual(["Bearer a-token-of-sixteen", "Bearer a-token-of-sixteen"])
    expect([container.readinessProbe.exec.command.slice(1)]).toEqual([["deploy/probe.js", "/ready"]])
  })
})

const withoutSystemd = spawnSync("systemd-analyze", ["--version"]).status !== 0

describe("the systemd unit", () => {
  it("starts what is there, and is right in the eyes of systemd, where there is one", () => {
    const text = read("systemd/orrery.service")
    const [, program] = /ExecStart=\S+ \/opt\/orrery\/(\S+) start/.exec(text)!
    expect(existsSync(join(root, program!))).toBe(true)
    if (withoutSystemd) return console.log("systemd-analyze is not here: the unit is not verified by it")
    const directory = mkdtempSync(join(tmpdir(), "orrery-unit-"))
    onTestFinished(() => rmSync(directory, { recursive: true }))
    const unit = join(directory, "orrery.service")
    writeFileSync(unit, text.replaceAll("/opt/orrery/node_modules/.bin/node", process.execPath))
    const { status, stderr } = spawnSync("systemd-analyze", ["verify", unit], { encoding: "utf8" })
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
  })
})
