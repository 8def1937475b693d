/** Modules of the page that need no document, as the browser gets them. */
const root = new URL("../../../src/adapters/playground/page/", import.meta.url)

export async function pageModule<Exports>(path: string): Promise<Exports> {
  return (await import(new URL(path, root).href)) as Exports
}
