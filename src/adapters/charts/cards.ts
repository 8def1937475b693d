/** Words with a size: the header of a state's box, and the cards on its arrows. Lengths are in pixels. */

import type { MachineDefinition, StateDefinition, TransitionDefinition } from "./definition.ts"
import { stack, wrap, type Block } from "./measure.ts"
import { behaviourWords, transitionWords } from "./words.ts"

/** The words in a state's box: its name and description, then, below a rule, what it does without being left. */
export interface Header {
  readonly title: Block
  readonly behaviour: Block
  readonly inner: ReadonlyArray<Card>
  readonly width: number
  readonly height: number
}

/** The words of one transition. */
export interface Card {
  readonly transition: TransitionDefinition
  readonly block: Block
}

export const headerPad = { x: 10, y: 8 }
export const cardPad = { x: 5, y: 2 }
export const cardGap = 4

/** Nothing enters the machine itself from above, so its words may be long. */
const rootWidth = 480
const leastWidth = 60

/** Does it leave the state as it is? Such a transition is a line in the state's box rather than an arrow. */
export const isInner = ({ target, reenter }: TransitionDefinition, state: StateDefinition) =>
  !target || (target.length === 1 && target[0] === state.path && !reenter && !state.states)

export const headerOf = (
  state: StateDefinition,
  { delays }: MachineDefinition,
  stateWidth: number,
): Header => {
  const { key, path, description, transitions = [] } = state
  const limit = path === "" ? rootWidth : stateWidth
  const title = stack([
    ...wrap([{ text: key, role: "title" }], limit),
    ...(description ? wrap([{ text: description, role: "note" }], limit) : []),
  ])
  const behaviour = stack(behaviourWords(state).flatMap((words) => wrap(words, limit)))
  const inner = transitions
    .filter((transition) => isInner(transition, state))
    .map((transition) => ({
      transition,
      block: stack(wrap(transitionWords(transition, transitions, delays), limit)),
    }))
  const below = [behaviour, ...inner.map(({ block }) => block)].filter(({ height }) => height > 0)
  const rule = below.length > 0 ? headerPad.y : 0
  return {
    title,
    behaviour,
    inner,
    width: Math.max(leastWidth, title.width, ...below.map(({ width }) => width)) + 2 * headerPad.x,
    height: title.height + rule + sum(below.map(({ height }) => height)) + 2 * headerPad.y,
  }
}

export const cardOf = (
  transition: TransitionDefinition,
  siblings: ReadonlyArray<TransitionDefinition>,
  { delays }: MachineDefinition,
  limit: number,
): Card => ({ transition, block: stack(wrap(transitionWords(transition, siblings, delays), limit)) })

export const cardHeight = ({ block }: Card) => (block.height > 0 ? block.height + 2 * cardPad.y : 0)

/** Of the cards on one arrow, one below the other; nothing if they say nothing. */
export const labelSize = (cards: ReadonlyArray<Card>) => {
  const heights = cards.map(cardHeight).filter((height) => height > 0)
  return {
    width: Math.max(0, ...cards.map(({ block }) => block.width)) + 2 * cardPad.x,
    height: Math.max(0, sum(heights) + cardGap * (heights.length - 1)),
  }
}

const sum = (numbers: ReadonlyArray<number>) => numbers.reduce((total, number) => total + number, 0)
