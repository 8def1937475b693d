/** The inspector's page, put together: what it knows, what it asks, and what is drawn from that. */
import { createStore } from "/shared/store.js"
import { createSession } from "./data/session.js"
import { emptyState } from "./data/state.js"
import { actors } from "./views/actors.js"
import { banner } from "./views/banner.js"
import { chart } from "./views/chart.js"
import { charts } from "./views/charts.js"
import { createDrawer } from "./views/drawer.js"
import { header } from "./views/header.js"
import { pages } from "./views/pages.js"
import { panel } from "./views/panel.js"
import { readings } from "./views/readings.js"
import { wide } from "./views/wide.js"

const place = (id) => document.querySelector(`#${id}`)

const store = createStore(emptyState())
const page = { store, session: createSession(store) }

page.drawer = createDrawer(place("side"), place("scrim"))
pages(page, place("pages"))
charts(page, place("charts"))
actors(page, place("actors"))
page.chart = chart(page, place("stage"))
header(page, place("header"))
readings(page, place("readings"))
banner(page, place("banner"))
panel(page, place("panel"))
wide(page, place("wide"), place("bench"))

addEventListener("hashchange", () => {
  // The way to a place within the page, such as the skip link.
  if (!/^(#\/.*)?$/.test(location.hash)) return
  page.drawer.close()
  page.session.follow()
})
await page.session.start()
document.body.classList.add("ready")
