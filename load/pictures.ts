/** The report as pictures: the whole of it by day and by night, and each plot. Without a Chromium there are none. */
import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { chromium } from "playwright-core"

const browserPath = (): string | null => {
  const look = "command -v chromium || command -v chromium-browser || command -v google-chrome"
  try {
    return execFileSync("sh", ["-c", look]).toString().trim()
  } catch {
    return null
  }
}

/** The files. */
export const draw = async (
  page: string,
  folder: string,
  name: string,
  plots: ReadonlyArray<string>,
): Promise<ReadonlyArray<string>> => {
  const executablePath = browserPath()
  if (executablePath === null) return []
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] })
  const files: Array<string> = []
  for (const colorScheme of ["light", "dark"] as const) {
    const tab = await browser.newPage({ colorScheme, viewport: { width: 1000, height: 800 } })
    await tab.goto(pathToFileURL(page).href)
    const whole = join(folder, `${name}-${colorScheme}.png`)
    await tab.screenshot({ path: whole, fullPage: true })
    files.push(whole)
    if (colorScheme === "dark") continue
    for (const plot of plots) {
      const file = join(folder, `${name}-${plot}.png`)
      await tab.locator(`#${plot}`).screenshot({ path: file })
      files.push(file)
    }
  }
  await browser.close()
  return files
}
