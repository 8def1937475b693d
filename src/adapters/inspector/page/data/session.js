/** What the page does by itself: follows its address, asks for what is shown, and keeps it up to date. */
import { announce } from "/shared/dom/announce.js"
import { connectLive } from "/shared/live.js"
import { ask, query } from "./api.js"
import { followAwake } from "./awake.js"
import { around, followed, follows, joined, pageSize } from "./journal.js"
import { followCoverage } from "./coverage.js"
import { followMessage } from "./message.js"
import { followMoment } from "./moment.js"
import { paced } from "./pace.js"
import { followPool } from "./pool.js"
import { rateMeter } from "./rate.js"
import { parseRoute } from "./route.js"

export function createSession(store) {
  const { state } = store
  const rate = rateMeter()
  const loadAwake = followAwake(store)
  const past = followMoment(store)
  const loadWay = followMessage(store)
  const pool = followPool(store)
  const loadCoverage = followCoverage(store)
  let disconnect = () => {}

  const words = () => (state.words ? "shown" : undefined)
  const addressOf = ({ kind, id }) => `${kind}/${id}`
  /** Runs `use` with what was asked for unless the page is elsewhere by then. */
  const fresh = async (asked, use) => {
    const { route, words } = state
    const answer = await asked
    const same = route.kind === state.route.kind && route.id === state.route.id && words === state.words
    if (same) use(answer)
  }

  async function loadList({ more = false } = {}) {
    const { actors, next, find } = state.list
    const after = more ? next : undefined
    store.set({ list: { ...state.list, loading: true } })
    const asked = ask(`/api/actors${query({ kind: state.route.kind, find, after })}`)
    const { kind } = state.route
    const still = () => kind === state.route.kind && find === state.list.find
    try {
      const page = await asked
      if (!still()) return
      const all = more ? [...actors, ...page.actors] : page.actors
      store.set({ list: { ...state.list, actors: all, next: page.next, loading: false, failure: undefined } })
    } catch (error) {
      if (still()) store.set({ list: { ...state.list, loading: false, failure: error.message } })
    }
  }

  /** The states of those that are listed, and who has come; those loaded by "More" keep theirs. */
  async function refreshList() {
    const { kind } = state.route
    const { find } = state.list
    const page = await ask(`/api/actors${query({ kind, find })}`).catch(() => undefined)
    if (page === undefined || kind !== state.route.kind || find !== state.list.find) return
    const beyond = state.list.actors.slice(page.actors.length)
    const next = beyond.length > 0 ? state.list.next : page.next
    store.set({ list: { ...state.list, actors: [...page.actors, ...beyond], next } })
  }

  const loadActor = () =>
    state.route.id !== undefined &&
    fresh(
      ask(`/api/actors/${addressOf(state.route)}${query({ words: words() })}`).then(
        (actor) => ({ actor, actorFailure: undefined }),
        (error) => ({ actorFailure: error.message }),
      ),
      (changes) => store.set(changes),
    )

  /** Entries from `from` on; or the newest. */
  async function loadJournal(from) {
    if (state.route.id === undefined) return
    store.set({ journal: { ...state.journal, loading: true } })
    const start = from ?? Math.max(1, (state.actor?.seq ?? 1) - pageSize + 1)
    const path = `/api/actors/${addressOf(state.route)}/journal`
    await fresh(
      ask(`${path}${query({ from: start, limit: pageSize, words: words() })}`).then(
        ({ entries }) => ({ entries }),
        (error) => ({ failure: error.message }),
      ),
      ({ entries = [], failure }) =>
        store.set({
          journal: { entries: joined(state.journal.entries, entries), loading: false, failure },
        }),
    )
  }

  /** Rates sink without a frame too. */
  async function loadFleet() {
    const { kind, id, page } = state.route
    if (page !== "chart" || id !== undefined || document.hidden) return
    const fleet = await ask(`/api/fleet/${kind}`).catch(() => undefined)
    if (fleet !== undefined && kind === state.route.kind) store.set({ fleet })
  }

  const loadReport = async () => {
    const report = await ask("/status").catch(() => undefined)
    if (report !== undefined) store.set({ report })
  }

  const soon = {
    list: paced(refreshList, 2000),
    actor: paced(async () => loadActor(), 500),
    report: paced(loadReport, 2000),
    fleet: paced(loadFleet, 1000),
  }

  function onFrame({ fired, dropped, ...frame }) {
    store.set({ frame, rate: rate.read(frame.events.committed, performance.now()) })
    soon.list()
    soon.report()
    soon.fleet()
    if (fired.length === 0 && dropped === 0) return
    if (dropped > 0) store.set({ dropped: state.dropped + dropped })
    soon.actor()
    const { journal } = state
    if (dropped === 0 && follows(journal.entries, fired)) {
      store.set({ journal: { ...journal, entries: followed(journal.entries, fired) } })
    } else if (state.route.seq === undefined) loadActor().then(() => loadJournal())
  }

  function connect() {
    disconnect()
    const actor = state.route.id === undefined ? undefined : addressOf(state.route)
    store.set({ connection: "connecting" })
    disconnect = connectLive(`/api/live${query({ actor, words: words() })}`, {
      onFrame,
      onOpen: (again) => {
        store.set({ connection: "live" })
        if (!again) return
        announce("Connected again")
        rate.forget()
        loadList()
        openActor()
      },
      onLost: () => {
        if (state.connection === "live") announce("Connection lost", "assertive")
        store.set({ connection: "lost", rate: 0 })
      },
    })
  }

  /** Loads the actor that the address names, and the part of its journal. */
  async function openActor() {
    past.load()
    past.loadChanges()
    await loadActor()
    const { id, seq } = state.route
    if (id === undefined) return
    await loadJournal(seq === undefined ? undefined : around(seq))
  }

  const forgetActor = () =>
    store.set({
      actor: undefined,
      dropped: 0,
      moment: undefined,
      momentFailure: undefined,
      blame: undefined,
      actorFailure: undefined,
      journal: { entries: [], loading: false, failure: undefined },
    })

  const loadDefinition = async (kind) => {
    const definition = await ask(`/statecharts/${kind}.json`).catch(() => undefined)
    if (kind === state.route.kind) store.set({ definition })
  }

  /** Goes where the address says. */
  async function follow() {
    const before = state.route
    const asked = parseRoute(location.hash)
    // Another page stands before the chart, which is still there when it is gone.
    const route = asked.page === "chart" ? asked : { ...asked, kind: before.kind }
    store.set({ route })
    if (route.page !== "chart") {
      store.set({ awake: undefined, way: undefined, wayFailure: undefined })
      return Promise.all([loadAwake(), loadWay(), pool.load(), loadCoverage()])
    }
    if (route.id === undefined) loadFleet()
    past.load()
    const wishes = ({ kind, id, query: { path } }) => `${kind}/${id} ${path}`
    if (wishes(route) !== wishes(before)) past.loadChanges()
    if (route.kind !== before.kind) {
      store.set({ list: { actors: [], next: null, find: "", loading: false, failure: undefined } })
      store.set({ fleet: undefined })
      loadDefinition(route.kind)
      loadList()
    }
    if (route.kind !== before.kind || route.id !== before.id) {
      forgetActor()
      connect()
      await openActor()
    } else if (route.seq !== undefined && !state.journal.entries.some(({ seq }) => seq === route.seq)) {
      await loadJournal(around(route.seq))
    }
  }

  return {
    follow,

    async start() {
      store.set({ route: { kind: state.route.kind, ...parseRoute(location.hash) } })
      connect()
      setInterval(() => {
        store.set({ rate: rate.read(state.frame?.events.committed, performance.now()) })
        if (state.connection === "live") soon.fleet()
      }, 1000)
      await Promise.all([
        loadDefinition(state.route.kind),
        loadList(),
        loadFleet(),
        loadAwake(),
        loadWay(),
        pool.load(),
        loadCoverage(),
        openActor(),
        loadReport(),
      ])
    },

    find(text) {
      store.set({ list: { ...state.list, find: text } })
      return loadList()
    },

    pool,
    seek: past.seek,
    moreChanges: () => past.loadChanges({ more: true }),
    more: () => loadList({ more: true }),
    newer: () => loadJournal((state.journal.entries[0]?.seq ?? 0) + 1),
    older: () => loadJournal(Math.max(1, state.journal.entries.at(-1).seq - pageSize)),

    /** Shows or hides what people and agents say, everywhere. */
    async setWords(shown) {
      store.set({ words: shown })
      announce(shown ? "Words are shown" : "Words are hidden")
      forgetActor()
      connect()
      await Promise.all([openActor(), loadWay()])
    },
  }
}
