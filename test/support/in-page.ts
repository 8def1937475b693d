/** Looks that are taken inside of the browser: each function is sent there as it stands, and sees nothing else of this file. */

interface Style {
  readonly color: string
  readonly backgroundColor: string
  readonly fill: string
  readonly opacity: string
}

interface Element {
  readonly parentElement: Element | null
  readonly innerText: string
  readonly outerHTML: string
  readonly ariaLabel: string | null
  readonly labels?: { readonly length: number }
  readonly scrollWidth: number
  readonly clientWidth: number
  readonly checkVisibility: () => boolean
  readonly scrollTo: (left: number, top: number) => void
}

interface Image {
  readonly complete: boolean
  readonly naturalWidth: number
}

interface Paint {
  fillStyle: string
  readonly fillRect: (x: number, y: number, width: number, height: number) => void
  readonly getImageData: (
    x: number,
    y: number,
    width: number,
    height: number,
  ) => { readonly data: Iterable<number> }
}

declare const getComputedStyle: (element: unknown) => Style
declare const document: {
  readonly activeElement: unknown
  readonly createElement: (tag: "canvas") => { readonly getContext: (kind: "2d", options: object) => Paint }
}

/** Whether an image has come and can be seen. */
export const isDrawn = (image: unknown) => (image as Image).complete && (image as Image).naturalWidth > 0

export const isFocused = (element: unknown) => element === document.activeElement
export const opacity = (element: unknown) => getComputedStyle(element).opacity
export const fill = (element: unknown) => getComputedStyle(element).fill
export const background = (element: unknown) => getComputedStyle(element).backgroundColor

/** By how many pixels the content is wider than what shows it. */
export const overflow = (element: unknown) => {
  const { scrollWidth, clientWidth } = element as Element
  return scrollWidth - clientWidth
}

export const scrollTo = (element: unknown, top: number) => (element as Element).scrollTo(0, top)

/** The markup of those that a screen reader could not name. */
export const nameless = (elements: unknown) =>
  (elements as ReadonlyArray<Element>)
    .filter((e) => e.checkVisibility() && !(e.ariaLabel || e.innerText.trim() || e.labels?.length))
    .map((e) => e.outerHTML)

/** Contrast between an element's text and what is painted behind it. https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export const contrast = (target: unknown) => {
  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true })
  const layer = (color: string) => {
    paint.fillStyle = color
    paint.fillRect(0, 0, 1, 1)
  }
  const luminance = () => {
    const [r, g, b] = [...paint.getImageData(0, 0, 1, 1).data].map((value) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
    )
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
  }
  const around: Array<Element> = []
  for (let e = target as Element | null; e !== null; e = e.parentElement) around.unshift(e)
  for (const element of around) layer(getComputedStyle(element).backgroundColor)
  const back = luminance()
  layer(getComputedStyle(target).color)
  const [low, high] = [back, luminance()].sort((one, other) => one - other)
  return (high! + 0.05) / (low! + 0.05)
}
