import { spawn } from "node:child_process"
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { serve } from "./serverProcess.ts"
import type { Served } from "./serverProcess.ts"

const guide = readFileSync(fileURLToPath(new URL("../../../docs/guides/http-api.md", import.meta.url)), "utf8")

/** Each command of the guide, with what it says is answered. */
const examples = [...guide.matchAll(/```sh\n([\s\S]*?)```\s*```json\n([\s\S]*?)```/g)].map(([, command, answer]) => ({ command: command!, answer: JSON.parse(answer!) as unknown }))

/** What the guide uses of curl, for a machine that has none. */
const standIn = `#!${process.execPath}
const [headers, rest] = [{}, []]
let [method, body] = [undefined, undefined]
const given = process.argv.slice(2)
for (let at = 0; at < given.length; at++) {
  if (given[at] === "-s") continue
  else if (given[at] === "-X") method = given[++at]
  else if (given[at] === "-H") { const [, name, value] = /^([^:]+): ?(.*)$/.exec(given[++at]); headers[name] = value }
  else if (given[at] === "-d" || given[at] === "--data-binary") body = given[++at]
  else rest.push(given[at])
}
const answer = await fetch(rest[0], { method: method ?? (body === undefined ? "GET" : "POST"), headers, body })
process.stdout.write(await answer.text())
`

const folder = mkdtempSync(join(tmpdir(), "http-api-guide-"))
let server: Served

beforeAll(async () => {
  writeFileSync(join(folder, "curl.mjs"), standIn)
  writeFileSync(join(folder, "curl"), `#!/bin/sh\nexec "${process.execPath}" "${join(folder, "curl.mjs")}" "$@"\n`)
  chmodSync(join(folder, "curl"), 0o755)
  server = await serve(join(folder, "data"))
})
afterAll(async () => {
  await server.kill("SIGTERM")
  rmSync(folder, { recursive: true, force: true })
})

/** The machine's own curl comes first, and the stand-in where there is none; or the stand-in alone. */
const answerOf = (command: string, standInFirst = false): Promise<string> =>
  new Promise((resolve, reject) => {
    const path = (standInFirst ? [folder, process.env["PATH"]] : [process.env["PATH"], folder]).join(delimiter)
    const child = spawn("sh", ["-c", command], { env: { ...process.env, PATH: path, URL: server.url, KEY: server.keys["integration"], ASSISTANT_KEY: server.keys["crm-assistant"] } })
    let out = ""
    child.stdout.setEncoding("utf8").on("data", (text: string) => out += text)
    child.on("error", reject)
    child.on("close", () => resolve(out))
  })

/** What of an answer the guide shows: it leaves out what varies, and what it does not speak of. A list is shown whole. */
const shownOf = (found: unknown, shown: unknown): unknown => {
  if (Array.isArray(shown)) return Array.isArray(found) && found.length === shown.length ? shown.map((one, place) => shownOf(found[place], one)) : found
  if (typeof shown !== "object" || shown === null || typeof found !== "object" || found === null) return found
  return Object.fromEntries(Object.entries(shown).map(([name, value]) => [name, shownOf((found as Readonly<Record<string, unknown>>)[name], value)]))
}

describe("the guide to the HTTP API", () => {
  it("shows an answer for each command", () => {
    assert.isAtLeast(examples.length, 8)
    assert.strictEqual(examples.length, guide.split("```sh\n").length - 1)
  })

  it("is understood by the stand-in too", async () => {
    const [first] = examples
    assert.deepStrictEqual(shownOf(JSON.parse(await answerOf(first!.command, true)), first!.answer), first!.answer)
  })

  it("tells what really happens, command by command", async () => {
    for (const { answer, command } of examples) {
      const found = JSON.parse(await answerOf(command)) as unknown
      assert.deepStrictEqual(shownOf(found, answer), answer, command)
    }
  })
})
