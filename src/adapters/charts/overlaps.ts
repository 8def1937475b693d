/** What a reader would stumble over in a picture: words that lie on a line, a border or other words, lines through states. */

import { headBox, inside, overlap, right, segmentBox, segments, type Box, type Picture } from "./picture.ts"

interface Thing {
  readonly name: string
  readonly box: Box
}

/** How near words may come to a line or a border that is not theirs, in pixels. */
const clearance = 2

export const complaints = (picture: Picture): ReadonlyArray<string> => {
  const { labels, words, states, solid, lines, heads, page } = things(picture)
  return [
    ...found(pairs(labels)),
    ...found(pairs(words)),
    ...found(pairs(solid)),
    ...found(pairs(heads), ([a, b]) => a.target !== b.target && clash([a, b])),
    ...found(across(labels, words)),
    ...found(across(labels, solid)),
    ...found(across(labels, heads)),
    ...found(across(words, lines), ([words, line]) => clash([around(words, clearance), line])),
    ...found(across(labels, states), ([label, state]) => crossesBorder(around(label, clearance), state)),
    ...found(across(labels, lines), ([label, line]) =>
      clash([around(label, label.edge === line.edge ? -1 : clearance), line]),
    ),
    ...found(across(words, states), ([words, { box, state }]) =>
      isWithin(words.path, state.path)
        ? words.path === state.path && !inside(words.box, box)
        : overlap(words.box, box),
    ),
    ...found(across(solid, lines), ([state, line]) => clash([around(state, -1), line])),
    ...found(pairs(lines), ([a, b]) => a.edge !== b.edge && runsAlong(a.box, b.box)),
    ...found(
      across([...labels, ...lines, ...states], [page]),
      ([thing, page]) => !inside(thing.box, page.box),
    ),
  ]
}

const things = ({ states, edges, width, height }: Picture) => {
  const boxes = states.map(({ state, box }) => ({ name: `state "${state.path}"`, box, state }))
  const dots = states.flatMap(({ state, dot }) =>
    dot ? [{ name: `start of "${state.path}"`, box: dot }] : [],
  )
  return {
    states: boxes,
    /** What nothing may run through. */
    solid: [...boxes.filter(({ state }) => !state.states), ...dots],
    words: states.flatMap(({ state: { path }, words }) =>
      words ? [{ name: `words of "${path}"`, box: words, path }] : [],
    ),
    labels: edges.flatMap(({ edge, cards }) =>
      cards.map(({ card, box }) => ({ name: `label ${card.transition.id}`, box, edge })),
    ),
    lines: edges.flatMap(({ edge, lines }) =>
      lines.flatMap(segments).map((segment) => ({
        name: `line ${edge.source} → ${edge.target}`,
        box: segmentBox(segment, 1),
        edge,
      })),
    ),
    heads: edges.map(({ edge, lines }) => ({
      name: `head ${edge.source} → ${edge.target}`,
      target: edge.target,
      box: headBox(lines.at(-1)!),
    })),
    page: { name: "the page's border", box: { x: 0, y: 0, width, height } },
  }
}

type Pair<A, B = A> = readonly [A, B]

const pairs = <A>(things: ReadonlyArray<A>): ReadonlyArray<Pair<A>> =>
  things.flatMap((a, index) => things.slice(index + 1).map((b) => [a, b] as const))

const across = <A, B>(as: ReadonlyArray<A>, bs: ReadonlyArray<B>): ReadonlyArray<Pair<A, B>> =>
  as.flatMap((a) => bs.map((b) => [a, b] as const))

const clash = ([a, b]: Pair<Thing>) => overlap(a.box, b.box)

const found = <A extends Thing, B extends Thing>(
  candidates: ReadonlyArray<Pair<A, B>>,
  rule: (pair: Pair<A, B>) => boolean = clash,
) => candidates.filter(rule).map(([a, b]) => `${a.name} overlaps ${b.name}`)

const isWithin = (path: string, ancestor: string) =>
  path === ancestor || ancestor === "" || path.startsWith(`${ancestor}.`)

const crossesBorder = (label: Thing, state: Thing) => clash([label, state]) && !inside(label.box, state.box)

/** Two lines on top of each other cannot be told apart; two that cross can. */
const runsAlong = (a: Box, b: Box) => {
  const width = Math.min(right(a), right(b)) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return width > 0 && height > 0 && Math.max(width, height) > 3
}

const around = ({ name, box }: Thing, by: number): Thing => ({
  name,
  box: { x: box.x - by, y: box.y - by, width: box.width + 2 * by, height: box.height + 2 * by },
})
