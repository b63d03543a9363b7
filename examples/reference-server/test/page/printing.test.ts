/** The forms of the demonstration month, printed by a browser. */
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import type { Browser } from "playwright-core"
import { execFile } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { promisify } from "node:util"
import { launch } from "./browser.ts"

const folder = mkdtempSync(join(tmpdir(), "printing-"))
const out = join(folder, "out")
const run = (script: string, ...args: ReadonlyArray<string>) =>
  promisify(execFile)(process.execPath, [fileURLToPath(new URL(`../../../month-report/src/${script}`, import.meta.url)), ...args])

/** Width and height of each page of a PDF, in points. Chromium writes a page's description as plain text. */
const pagesOf = (pdf: Buffer): ReadonlyArray<{ readonly width: number; readonly height: number }> =>
  [...pdf.toString("latin1").matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => ({ width: Number(width), height: Number(height) }))

describe("a form on paper", () => {
  let browser: Browser
  beforeAll(async () => {
    await run("demonstration.ts", "--out", folder)
    await run("main.ts", folder, "--period", "2024-03", "--out", out)
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true })
  })

  it.each([["GC-FOR-05", 50], ["GC-FOR-06", 30], ["GC-FOR-21", 15], ["compliance", 12]] as const)(
    "%s takes few pages on A4 and Letter, and ends on a page of its detail",
    async (form, most) => {
      const page = await browser.newPage()
      await page.goto(pathToFileURL(join(out, `${form}.html`)).href)
      for (const format of ["A4", "Letter"] as const) {
        const pages = pagesOf(await page.pdf({ format, preferCSSPageSize: true, printBackground: true }))
        assert.isAtMost(pages.length, most, format)
        const isLandscape = pages.map(({ height, width }) => width > height)
        assert.isFalse(isLandscape[0])
        // The detail is landscape. A page after it, upright again, would hold nothing but the footer.
        assert.isTrue(isLandscape.at(-1), `${form} ${format}`)
        assert.strictEqual(isLandscape.lastIndexOf(false), isLandscape.indexOf(true) - 1)
      }
      await page.close()
    }
  )
})
