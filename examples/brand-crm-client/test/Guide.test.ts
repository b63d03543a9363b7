import * as Problem from "@crm-procedure/http-api/Problem"
import { spawn } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { randomInt } from "node:crypto"
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { delimiter, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { serve } from "./serverProcess.ts"
import type { Served } from "./serverProcess.ts"

const guide = readFileSync(fileURLToPath(new URL("../../../docs/guides/http-api.md", import.meta.url)), "utf8")

interface Block {
  readonly language: string
  readonly mark: string | undefined
  readonly text: string
}

const blocks: ReadonlyArray<Block> = [...guide.matchAll(/^```(\w+)(?: (\w+))?\n([\s\S]*?)^```$/gm)].map(([, language, mark, text]) => ({ language: language!, mark, text: text! }))

const isAnswer = (block: Block | undefined): boolean => block !== undefined && (block.language === "json" && block.mark === undefined || block.language === "text")

/** Where the commands stand. */
const commands = blocks.flatMap(({ language }, place) => language === "sh" ? [place] : [])

/** The typed client's parts of all sections: one program. */
const program = blocks.filter(({ language }) => language === "ts").map(({ text }) => text).join("")

/** What the guide uses of curl, for a machine that has none. */
const standIn = `#!${process.execPath}
import { writeFileSync } from "node:fs"
const [headers, rest] = [{}, []]
let [method, body, file, withHead] = [undefined, undefined, undefined, false]
const given = process.argv.slice(2)
for (let at = 0; at < given.length; at++) {
  if (given[at] === "-s") continue
  else if (given[at] === "-i") withHead = true
  else if (given[at] === "-o") file = given[++at]
  else if (given[at] === "-X") method = given[++at]
  else if (given[at] === "-H") { const [, name, value] = /^([^:]+): ?(.*)$/.exec(given[++at]); headers[name] = value }
  else if (given[at] === "-d" || given[at] === "--data-binary") body = given[++at]
  else rest.push(given[at])
}
const answer = await fetch(rest[0], { method: method ?? (body === undefined ? "GET" : "POST"), headers, body })
const head = ["HTTP/1.1 " + answer.status + " " + answer.statusText, ...[...answer.headers].map(([name, value]) => name + ": " + value), "", ""].join("\\r\\n")
const text = Buffer.concat([Buffer.from(withHead ? head : ""), Buffer.from(await answer.arrayBuffer())])
if (file === undefined) process.stdout.write(text)
else writeFileSync(file, text)
`

const folder = mkdtempSync(join(tmpdir(), "http-api-guide-"))
const children: Array<ChildProcess> = []
let server: Served
/** What commands and programs of the guide find in their environment besides the server's address and keys. */
const environment: Record<string, string> = {}

/** A port that is free, and stays so until it is used: a connection that goes out gets a port above these. */
const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(16_384, 32_768)
    const server = createServer()
    const isFree = await new Promise<boolean>((resolve) => void server.once("error", () => resolve(false)).listen(port, "127.0.0.1", () => server.close(() => resolve(true))))
    if (isFree) return port
  }
}

beforeAll(async () => {
  writeFileSync(join(folder, "curl.mjs"), standIn)
  writeFileSync(join(folder, "curl"), `#!/bin/sh\nexec "${process.execPath}" "${join(folder, "curl.mjs")}" "$@"\n`)
  chmodSync(join(folder, "curl"), 0o755)
  environment["PORT"] = String(await freePort())
  environment["HOOKS"] = `http://127.0.0.1:${environment["PORT"]}/hooks`
  server = await serve(join(folder, "data"))
})
afterAll(async () => {
  for (const child of children) child.kill()
  await server.kill("SIGTERM")
  rmSync(folder, { recursive: true, force: true })
})

/** Starts a program. The machine's own curl comes first, and the stand-in where there is none; or the stand-in alone. */
const start = (command: string, given: ReadonlyArray<string>, options: { readonly cwd: string; readonly standInFirst?: boolean }): ChildProcess => {
  const own = [process.env["PATH"], dirname(process.execPath)]
  const PATH = (options.standInFirst === true ? [folder, ...own] : [...own, folder]).join(delimiter)
  return spawn(command, given, {
    cwd: options.cwd,
    env: { ...process.env, ...environment, PATH, URL: server.url, KEY: server.keys["integration"], ASSISTANT_KEY: server.keys["crm-assistant"] }
  })
}

interface Ended {
  readonly out: string
  readonly trouble: string
  readonly status: number | null
}

const ended = (child: ChildProcess): Promise<Ended> =>
  new Promise((resolve, reject) => {
    let [out, trouble] = ["", ""]
    child.stdout!.setEncoding("utf8").on("data", (text: string) => out += text)
    child.stderr!.setEncoding("utf8").on("data", (text: string) => trouble += text)
    child.on("error", reject)
    child.on("close", (status) => resolve({ out, trouble, status }))
  })

const answerOf = async (command: string, standInFirst = false): Promise<string> => (await ended(start("sh", ["-c", command], { cwd: folder, standInFirst }))).out

/** What of an answer the guide shows: it leaves out what varies, and what it does not speak of. A list is shown whole. */
const shownOf = (found: unknown, shown: unknown): unknown => {
  if (Array.isArray(shown)) return Array.isArray(found) && found.length === shown.length ? shown.map((one, place) => shownOf(found[place], one)) : found
  if (typeof shown !== "object" || shown === null || typeof found !== "object" || found === null) return found
  return Object.fromEntries(Object.entries(shown).map(([name, value]) => [name, shownOf((found as Readonly<Record<string, unknown>>)[name], value)]))
}

const assertShown = (found: string, { language, text }: Block, command: string): void => {
  if (language === "json") {
    const shown = JSON.parse(text) as unknown
    assert.deepStrictEqual(shownOf(JSON.parse(found), shown), shown, command)
    return
  }
  // Whole lines, in their order, perhaps with others between them; … stands for anything.
  const lines = found.split(/\r?\n/)
  let from = 0
  for (const line of text.trimEnd().split("\n")) {
    const pattern = new RegExp(`^${line.split("…").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`)
    const place = lines.findIndex((one, at) => at >= from && pattern.test(one))
    if (place < 0) assert.fail(`${command}\nshows ${line}\nand answers\n${found}`)
    from = place + 1
  }
}

/** A receiver as the guide has it, listening; what it prints. */
const receive = async (text: string): Promise<{ readonly next: () => Promise<string> }> => {
  writeFileSync(join(folder, "receiver.mjs"), text)
  const child = start("node", ["receiver.mjs"], { cwd: folder })
  children.push(child)
  let printed = ""
  child.stdout!.setEncoding("utf8").on("data", (more: string) => printed += more)
  const soon = async <A>(found: () => A | undefined | Promise<A | undefined>): Promise<A> => {
    for (let patience = 0; patience < 600; patience++) {
      const value = await found()
      if (value !== undefined) return value
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error(`The receiver printed only this in half a minute: ${printed}`)
  }
  await soon(() => fetch(environment["HOOKS"]!, { method: "POST" }).then(({ status }) => status, () => undefined))
  return {
    next: () =>
      soon(() => {
        const end = printed.indexOf("\n")
        if (end < 0) return undefined
        const line = printed.slice(0, end)
        printed = printed.slice(end + 1)
        return line
      })
  }
}

/** Starts the server again where a command begins with how: `# LIMIT_RECORDS=1 npx pnpm@12 start`. */
const restartedFor = async (command: string): Promise<void> => {
  const settings = /^# (\S.*) npx pnpm@12 start\n/.exec(command)?.[1]
  if (settings === undefined) return
  const port = Number(new URL(server.url).port)
  await server.kill("SIGTERM")
  server = await serve(join(folder, "data"), port, Object.fromEntries(settings.split(" ").map((one) => one.split("=") as [string, string])))
}

describe("the guide to the HTTP API", () => {
  it("shows an answer for each command", () => {
    assert.isAtLeast(commands.length, 19)
    for (const place of commands) assert.isTrue(isAnswer(blocks[place + 1]), blocks[place]!.text)
    assert.strictEqual(guide.split("\n```").length - 1, 2 * blocks.length, "every fence is one of a block")
  })

  it("is understood by the stand-in too", async () => {
    for (const place of commands.slice(0, 2)) assertShown(await answerOf(blocks[place]!.text, true), blocks[place + 1]!, blocks[place]!.text)
    const toFile = "curl -s -i -o answer.txt \"$URL/v1/me\" -H \"authorization: Bearer $KEY\" && head -n 1 answer.txt"
    assertShown(await answerOf(toFile, true), { language: "text", mark: undefined, text: "HTTP/1.1 200 OK" }, toFile)
  })

  it("tells what really happens, block by block, in the shell and with the typed client", async () => {
    let receiver: { readonly next: () => Promise<string> } | undefined
    const lastOfProgram = blocks.findLast(({ language }) => language === "ts")
    for (const [place, block] of blocks.entries()) {
      if (block.language === "sh") {
        await restartedFor(block.text)
        const found = await answerOf(block.text)
        assertShown(found, blocks[place + 1]!, block.text)
        const secret = /"secret":"(whsec_[^"]+)"/.exec(found)?.[1]
        if (secret !== undefined) environment["SECRET"] = secret
      } else if (block.language === "js") receiver = await receive(block.text)
      else if (block.mark === "told") assertShown(await receiver!.next(), block, "the receiver")
      else if (block === lastOfProgram) {
        const child = start("node", ["--input-type=module-typescript", "-"], { cwd: fileURLToPath(new URL("..", import.meta.url)) })
        child.stdin!.end(program)
        const { status, trouble } = await ended(child)
        assert.strictEqual(status, 0, trouble)
      }
    }
    for (const form of ["GC-FOR-05", "GC-FOR-06", "GC-FOR-21", "compliance"]) {
      const download = (format: string) => readFileSync(join(folder, `${form}.${format}`))
      assert.strictEqual((JSON.parse(download("json").toString()) as { readonly header: { readonly period: string } }).header.period, "2024-03", form)
      assert.match(download("csv").toString(), /^\uFEFF[^\n]*,Sede,Marca,/, form)
      assert.strictEqual(download("xlsx").toString("latin1", 0, 4), "PK\u0003\u0004", form)
      assert.match(download("html").toString(), /^<!doctype html>/, form)
    }
  })

  it("has every kind of refusal in its table, and no other", () => {
    const rows = [...guide.matchAll(/^\| `([a-z-]+)` \| (\d{3}) \| [^|]{8,} \| [^|]{8,} \|$/gm)].map(([, name, status]) => `${status} ${name}`)
    const kinds = Object.values(Problem.declarations).map(({ status, type }) => `${status} ${type.replace("urn:crm-procedure:problem:", "")}`)
    assert.deepStrictEqual(rows, kinds)
  })
})
