/**
 * A workflow as people write it, one step a line:
 *
 *     facts: @Analyst What is known about {topic}?
 *     draft: @Writer Write a post about {topic} from this: {facts.output} (on failure: retry 2; approval)
 *     ready: approval Shall this be posted? (after: facts, draft)
 *
 * A step comes after the one on the line before it, unless it says `after`; `after: none` begins at once. Empty lines and
 * lines that begin with `#` are nobody's.
 */
import type { Brain } from "../../machines/agent/brain.ts"
import {
  listed,
  problemsOf,
  stepTimeout,
  textAtMost,
  type OnFailure,
  type Step,
} from "../../machines/team/plan.ts"

/** Either steps that can be run, or what is wrong, a sentence each. */
export type Parsed =
  | { readonly steps: ReadonlyArray<Step>; readonly problems: null }
  | { readonly steps: null; readonly problems: ReadonlyArray<string> }

type Agents = ReadonlyArray<Pick<Brain, "id" | "name">>

/** Other attempts at a step, at most. */
const retriesAtMost = 5
const minute = 60_000
/** The longest that an agent may be given, in minutes. */
const minutesAtMost = 60

class Wrong extends Error {}

const wrong = (sentence: string): never => {
  throw new Wrong(sentence)
}

export const parse = (text: string, agents: Agents): Parsed => {
  const problems: Array<string> = []
  const steps: Array<Step> = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "" || line.trim().startsWith("#")) continue
    try {
      steps.push(stepOf(line.trim(), steps.at(-1)?.id, agents))
    } catch (error) {
      if (!(error instanceof Wrong)) throw error
      problems.push(`Line ${index + 1}: ${error.message}`)
    }
  }
  if (problems.length === 0) problems.push(...problemsOf(steps))
  return problems.length === 0 ? { steps, problems: null } : { steps: null, problems }
}

const stepOf = (line: string, before: string | undefined, agents: Agents): Step => {
  const [, id = "", rest = ""] = /^([^:\s]+)\s*:\s*(.*)$/u.exec(line) ?? []
  if (id === "") return wrong("a step is `name: @Agent what to do`.")
  if (!/^[a-z][a-z0-9-]{0,23}$/.test(id))
    return wrong(
      `\`${id.slice(0, 40)}\` cannot be a step's name: use up to 24 small letters, digits and dashes.`,
    )
  const [task, said] = withoutOptions(rest)
  const { agent, prompt } = taskOf(task, agents)
  if (prompt === "") return wrong(`\`${id}\` asks for nothing: say what is to be done.`)
  if (prompt.length > textAtMost) return wrong(`\`${id}\` is longer than ${textAtMost} characters.`)
  const options = optionsOf(said)
  return {
    id,
    agent,
    prompt,
    after: options.after ?? (before === undefined ? [] : [before]),
    onFailure: options.onFailure,
    approval: agent === null || options.approval,
    timeout: options.timeout,
  }
}

const taskOf = (task: string, agents: Agents): Pick<Step, "agent" | "prompt"> => {
  const [, question] = /^approval\b[\s:,]*(.*)$/is.exec(task) ?? []
  if (question !== undefined) return { agent: null, prompt: question.trim() }
  const called = agents
    .flatMap(({ id, name }) => [id, name].map((word) => ({ id, name, word })))
    .toSorted((a, b) => b.word.length - a.word.length)
    .find(({ word }) => beginsWith(task, `@${word}`))
  if (called !== undefined) {
    const prompt = task.slice(called.word.length + 1).replace(/^[\s:,]+/, "")
    return { agent: { id: called.id, name: called.name }, prompt }
  }
  const [name] = /^@\S+/.exec(task) ?? []
  const names = listed(agents.map((agent) => `@${agent.name}`))
  return wrong(
    name === undefined
      ? `say who does it: ${names}, or \`approval\` for a question to people.`
      : `nobody here is called ${name.slice(0, 40)}. There are ${names}.`,
  )
}

const beginsWith = (text: string, word: string): boolean =>
  text.toLowerCase().startsWith(word.toLowerCase()) && !/[\p{L}\p{N}_-]/u.test(text[word.length] ?? " ")

/** `(after: a, b; approval)` at a line's end; other words in parentheses belong to the prompt. */
const withoutOptions = (rest: string): readonly [string, string] => {
  const [whole, said] = /\(((?:after|on failure|approval|timeout)\b[^()]*)\)$/i.exec(rest) ?? []
  return whole === undefined || said === undefined ? [rest, ""] : [rest.slice(0, -whole.length).trim(), said]
}

interface Options {
  readonly after: ReadonlyArray<string> | null
  readonly onFailure: OnFailure
  readonly approval: boolean
  readonly timeout: number
}

const optionsOf = (said: string): Options =>
  said
    .split(";")
    .map((one) => one.trim())
    .filter((one) => one !== "")
    .reduce<Options>((options, one) => ({ ...options, ...optionOf(one) }), {
      after: null,
      onFailure: { then: "stop" },
      approval: false,
      timeout: stepTimeout,
    })

const optionOf = (said: string): Partial<Options> => {
  const [, name = "", value = ""] = /^([a-z ]+?)\s*(?::\s*(.*))?$/i.exec(said) ?? []
  switch (name.toLowerCase()) {
    case "approval":
      return { approval: true }
    case "after":
      return { after: value === "none" ? [] : [...new Set(value.split(/[\s,]+/).filter((id) => id !== ""))] }
    case "on failure":
      return { onFailure: onFailureOf(value) }
    case "timeout": {
      const minutes = Number(/^(\d+)\s*(?:m|min|minutes?)?$/.exec(value)?.[1])
      return minutes >= 1 && minutes <= minutesAtMost
        ? { timeout: minutes * minute }
        : wrong(`\`timeout\` is 1 to ${minutesAtMost} min, such as \`timeout: 5 min\`.`)
    }
    default:
      return wrong(
        `\`${said.slice(0, 40)}\` is none of \`after\`, \`on failure\`, \`approval\`, \`timeout\`.`,
      )
  }
}

const onFailureOf = (value: string): OnFailure => {
  const [, then, times = "1"] = /^(retry|skip|stop)(?:\s+(\d+))?$/i.exec(value) ?? []
  if (then === "skip" || then === "stop") return { then }
  return then === "retry" && Number(times) >= 1 && Number(times) <= retriesAtMost
    ? { then, times: Number(times) }
    : wrong(`\`on failure\` is \`retry 1\` to \`retry ${retriesAtMost}\`, \`skip\` or \`stop\`.`)
}

/** Steps as they can be parsed again. */
export const print = (steps: ReadonlyArray<Step>): string =>
  steps.map((step, index) => lineOf(step, steps[index - 1]?.id)).join("\n")

const lineOf = ({ id, agent, prompt, ...rest }: Step, before: string | undefined): string => {
  const { after, onFailure, approval, timeout } = rest
  const usual = after.join() === (before ?? "")
  const options = [
    ...(usual ? [] : [`after: ${after.length === 0 ? "none" : after.join(", ")}`]),
    ...(onFailure.then === "stop"
      ? []
      : [`on failure: ${onFailure.then === "retry" ? `retry ${onFailure.times}` : onFailure.then}`]),
    ...(approval && agent !== null ? ["approval"] : []),
    ...(timeout === stepTimeout ? [] : [`timeout: ${timeout / minute} min`]),
  ]
  const who = agent === null ? "approval" : `@${agent.name}`
  return `${id}: ${who} ${prompt}${options.length === 0 ? "" : ` (${options.join("; ")})`}`
}
