/** The server and the browser that all cases of the dashboard share, and who is asked and who looks. */
import { assert } from "vitest"
import { fileURLToPath } from "node:url"
import type { Browser } from "playwright-core"
import { begin, freshDirectory, remove } from "../serverProcess.ts"
import type { ServerProcess } from "../serverProcess.ts"
import { launch, settled, visit } from "./browser.ts"
import type { Visit, VisitOptions } from "./browser.ts"

/** The Tuesday after the demonstration month: it has just ended, and customers may be called. */
const NOW = "2024-04-02T10:00:00-05:00"

const directory = freshDirectory()
export let server: ServerProcess
export let browser: Browser
export let keys: Readonly<Record<string, string>>

/** Starts both. */
export const open = async (): Promise<void> => {
  const preload = new URL("./shiftedClock.ts", import.meta.url).href
  const starting = begin(directory, { NODE_OPTIONS: `--import ${preload}`, CLOCK_STARTS_AT: NOW, LOG_LEVEL: "warn" })
  browser = await launch()
  server = await starting
  await server.ready()
  keys = server.keys()
}

/** Ends both, as far as they were started. */
export const close = async (): Promise<void> => {
  await browser?.close()
  await server?.end()
  remove(directory)
}

/** What the API answers to a reader who may see everything. */
export const ask = async <A>(path: string, role = "crm-assistant"): Promise<A> => await (await server.get(path, keys[role])).json() as A

const sessions = new Map<string, Required<VisitOptions>["session"]>()

/** A session of a role, begun once. */
const sessionOf = async (role: string): Promise<Required<VisitOptions>["session"]> => {
  const known = sessions.get(role)
  if (known !== undefined) return known
  const answer = await server.send("POST", "/v1/session", undefined, JSON.stringify({ key: keys[role] }), { origin: server.url, "x-crm-procedure": "page" })
  const [name = "", value = ""] = answer.headers.get("set-cookie")!.split(";", 1)[0]!.split("=")
  sessions.set(role, { name, value })
  return { name, value }
}

/** A visit of one person who has signed in, which ends without a complaint. `at`: the view that it opens, and waits for. */
export const as = async (role: string, { at, ...options }: Partial<VisitOptions> & { readonly at?: string }, use: (visit: Visit) => Promise<void>): Promise<void> => {
  const own = await visit(browser, { url: `${server.url}/${at ?? ""}`, session: await sessionOf(role), ...options })
  try {
    await own.page.locator(".desk h1").waitFor()
    if (at !== undefined) await settled(own.page)
    await use(own)
    assert.deepEqual(own.complaints, [])
  } finally {
    await own.close()
  }
}

const images = fileURLToPath(new URL("../../../../docs/images/", import.meta.url))

/** Takes a picture for the guide, when asked to by SCREENSHOTS=1. */
export const picture = async ({ page }: Visit, name: string): Promise<void> => {
  if (process.env["SCREENSHOTS"] === "1") await page.screenshot({ path: `${images}pagina-${name}.png` })
}

export interface Scorecard {
  readonly groups: ReadonlyArray<{
    readonly keys: { readonly advisor?: string; readonly branch?: string }
    readonly prospecting: { readonly valid: number; readonly goal: number; readonly percent: number; readonly pending: number; readonly invalid: number }
  }>
}

/** The demonstration month of the whole company. */
export const company = async (): Promise<Scorecard["groups"][number]> => (await ask<Scorecard>("/v1/scorecards/2024-03?by=company")).groups[0]!
