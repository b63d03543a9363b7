/** A real browser, and pages in it that notice whatever a page must not do. */
import { chromium as playwright } from "playwright-core"
import type { Browser, BrowserContext, Cookie, Locator, Page } from "playwright-core"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { assert } from "vitest"

/** The first two would let the page do what its users' browsers do not; the third ends the browser with its first window. */
const unwanted = ["--disable-web-security", "--allow-running-insecure-content", "--single-process"]

/** Chromium from its npm package, which brings the libraries that a bare machine lacks if it believes itself in that environment. */
export const launch = async (): Promise<Browser> => {
  process.env["AWS_LAMBDA_JS_RUNTIME"] ??= "nodejs22.x"
  const { default: chromium } = await import("@sparticuz/chromium")
  return playwright.launch({ executablePath: await chromium.executablePath(), args: chromium.args.filter((flag) => !unwanted.includes(flag)), headless: true })
}

/** Half a megabyte: a document gets it when it is looked at, and not before. */
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

export interface Visit {
  readonly context: BrowserContext
  readonly page: Page
  /** What the browser complained of: errors of scripts, violations of the policy, requests to elsewhere. */
  readonly complaints: ReadonlyArray<string>
  readonly close: () => Promise<void>
}

export interface VisitOptions {
  readonly url: string
  readonly width?: number
  readonly height?: number
  readonly colorScheme?: "light" | "dark"
  /** A session that was begun before. */
  readonly session?: Pick<Cookie, "name" | "value">
}

/** A wait that takes longer, in milliseconds, waits for something that never comes. It is long: a machine that does much else is slow. */
const TIMEOUT = 60_000

const noted = `addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => console.error("policy: " + violatedDirective + " " + blockedURI))`

/** Counts what the page has asked and not got yet. */
const counted = `globalThis.underWay = 0; {
  const { fetch } = globalThis
  globalThis.fetch = (...asked) => (underWay++, fetch(...asked).finally(() => underWay--))
  const { send } = XMLHttpRequest.prototype
  XMLHttpRequest.prototype.send = function (body) {
    underWay++
    this.addEventListener("loadend", () => underWay--)
    send.call(this, body)
  }
}`

/** Opens the page. The answer of `/v1/session` without a session, and what a test provokes, are no complaints. */
export const visit = async (browser: Browser, { colorScheme = "light", height = 900, session, url, width = 1280 }: VisitOptions): Promise<Visit> => {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale: "es-CO", acceptDownloads: true, reducedMotion: "reduce" })
  const complaints: Array<string> = []
  if (session !== undefined) await context.addCookies([{ ...session, url: new URL(url).origin }])
  await context.addInitScript({ content: noted })
  await context.addInitScript({ content: counted })
  context.on("request", (request) => {
    const to = new URL(request.url())
    if (to.origin !== new URL(url).origin && to.protocol !== "blob:") complaints.push(`a request to ${to.origin}`)
  })
  context.setDefaultTimeout(TIMEOUT)
  const page = await context.newPage()
  page.on("pageerror", (error) => complaints.push(error.message))
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) complaints.push(message.text())
  })
  page.on("dialog", (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.goto(url)
  return { context, page, complaints, close: () => context.close() }
}

/** Signs in as a person does. */
export const signIn = async ({ page }: Visit, key: string): Promise<void> => {
  await page.getByLabel("Llave de acceso").fill(key)
  await page.keyboard.press("Enter")
  await page.locator(".desk h1").waitFor()
}

/** Scrolls until something is at the top. */
export const bringUp = (what: Locator): Promise<void> => what.evaluate((element) => (element as unknown as { readonly scrollIntoView: () => void }).scrollIntoView())

/** Goes to a place and waits until nothing is on its way. */
export const go = async ({ page }: Visit, hash: string): Promise<void> => {
  await page.evaluate(`new Promise((resolve) => {
    const before = location.hash
    location.hash = ${JSON.stringify(hash)}
    if (location.hash === before) resolve()
    else addEventListener("hashchange", resolve, { once: true })
  })`)
  await settled(page)
}

/**
 * Waits until the view is there and everything that it asked for: nothing is on its way and nothing is told to be, for three frames. What
 * an answer shows, and what is asked next, comes within one.
 */
export const settled = async (page: Page): Promise<void> => {
  await page.evaluate(`new Promise((resolve) => {
    let quiet = 0
    const look = () => {
      quiet = underWay === 0 && document.querySelector("[aria-busy=true]") === null ? quiet + 1 : 0
      if (quiet > 2) resolve()
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })`)
}

interface Violation {
  readonly id: string
  readonly help: string
  readonly nodes: ReadonlyArray<{ readonly html: string; readonly failureSummary?: string }>
}

/** Fails with everything that axe finds wrong; `rules`: by these alone. */
export const mustBeAccessible = async ({ page }: Visit, where: string, rules?: ReadonlyArray<string>): Promise<void> => {
  if (await page.evaluate("typeof axe") === "undefined") await page.evaluate(axe)
  const violations = await page.evaluate(`axe.run(document, ${JSON.stringify({ resultTypes: ["violations"], ...(rules === undefined ? {} : { runOnly: rules }) })}).then(({ violations }) => violations)`) as ReadonlyArray<Violation>
  assert.deepEqual(violations.map(({ help, id, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map(({ failureSummary, html }) => `${html} ${failureSummary ?? ""}`).join(" | ")}`), [], where)
}

/** Fails where something is wider than the window. */
export const mustFit = async ({ page }: Visit, where: string): Promise<void> => {
  const [content, window] = await page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]") as [number, number]
  assert.isAtMost(content, window, where)
}
