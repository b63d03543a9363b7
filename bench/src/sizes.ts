/** The sizes of what a web page loads. A size is the same on every machine, so a test holds them to their limits. */
import * as BrowserBundle from "./BrowserBundle.ts"
import * as Table from "./Table.ts"

const kilobytes = (bytes: number): string => (bytes / 1024).toFixed(1)

export const measure = async (): Promise<ReadonlyArray<Table.Section>> => {
  const rows: Array<Array<string>> = []
  for (const one of BrowserBundle.bundles) {
    const { bytes, gzipBytes, inputs } = await BrowserBundle.bundle(one, new URL("..", import.meta.url).pathname)
    const limit = one.maximumGzipBytes === undefined ? "" : kilobytes(one.maximumGzipBytes)
    rows.push([one.name, kilobytes(gzipBytes), limit, kilobytes(bytes), String(inputs.length)])
  }
  return [{
    title: "Sizes in a web page",
    text: "Bundled and minified by esbuild for a browser, without any module of Node; KiB. *Beside effect* leaves out effect, which is a peer of the packages.",
    table: Table.markdown(["", "gzip", "goal: at most", "minified", "modules"], rows)
  }]
}
