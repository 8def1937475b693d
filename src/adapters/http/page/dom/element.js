/**
 * The page's only way to make elements. Children that are strings become text, never markup, and addresses are checked:
 * what people and agents write cannot turn into HTML or script.
 *
 * @param {string} tag
 * @param {Record<string, unknown>} [props] attributes; `on` holds listeners, `data` the dataset, `vars` CSS variables;
 *   `false`, `null` and `undefined` leave an attribute out, `true` sets it empty
 * @param {...(Node | string | number | false | null | undefined | Array<unknown>)} children
 * @returns {any} the element
 */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (value === false || value === null || value === undefined) continue
    if (name === "on")
      for (const [type, listener] of Object.entries(value)) element.addEventListener(type, listener)
    else if (name === "data") Object.assign(element.dataset, value)
    else if (name === "vars")
      for (const [key, set] of Object.entries(value)) element.style.setProperty(key, set)
    else if (name === "value" || name === "checked" || name === "indeterminate") element[name] = value
    else if (name === "href" || name === "src") setAddress(element, name, String(value))
    else if (!name.startsWith("on")) element.setAttribute(name, value === true ? "" : String(value))
  }
  element.append(...nodes(children))
  return element
}

/** Replaces what an element holds. */
export function fill(element, ...children) {
  element.replaceChildren(...nodes(children))
  return element
}

function nodes(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== false && child !== null && child !== undefined && child !== "")
    .map((child) => (child instanceof Node ? child : String(child)))
}

/** An address that may be followed or loaded, or undefined: http(s) alone, and images of this origin or inline. */
export function safeUrl(address) {
  const url = URL.canParse(address, location.href) ? new URL(address, location.href) : undefined
  return url !== undefined && /^https?:$/.test(url.protocol) ? url.href : undefined
}

/** Whether the page may load this as an image: the server's policy forbids every other origin. */
export function ownOrigin(address) {
  return safeUrl(address) !== undefined && new URL(address, location.href).origin === location.origin
}

function setAddress(element, name, value) {
  const safe = value.startsWith("#") ? value : safeUrl(value)
  if (safe !== undefined) element.setAttribute(name, safe)
}

/** Text that only screen readers meet. */
export function hidden(text) {
  return el("span", { class: "sr-only" }, text)
}

/** Runs `action` at most once per animation frame, or at once where frames do not come (a tab in the background). */
export function throttled(action) {
  let waiting = false
  return () => {
    if (waiting) return
    waiting = true
    const run = () => {
      waiting = false
      action()
    }
    if (document.hidden) setTimeout(run)
    else requestAnimationFrame(run)
  }
}
