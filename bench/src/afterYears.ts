/** The service after years of use: what each kind of request costs as a multiple of the stored scorecard, and 50 people on the page at once. */
import { spawn } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { once } from "node:events"
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs"
import { Agent, request } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Table from "./Table.ts"

const SECRET = "a secret for the bench, of more than thirty-two bytes"
const PEOPLE = 50
const LOAD_MILLIS = 10_000

/** The last whole month before today. */
const lastMonth = (): string => {
  const today = new Date()
  return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 1, 1)).toISOString().slice(0, 7)
}

const program = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const run = async (path: string, args: ReadonlyArray<string>): Promise<string> => {
  const child = spawn(process.execPath, [program(path), ...args], { stdio: ["ignore", "pipe", "inherit"] })
  let said = ""
  child.stdout.on("data", (bytes) => said += String(bytes))
  const [status] = await once(child, "close") as [number]
  if (status !== 0) throw new Error(`${path} ended with status ${status}`)
  return said
}

/** A folder with so many months, made once. */
const history = async (months: number, period: string): Promise<string> => {
  const folder = join(tmpdir(), "crm-procedure-bench", `years-with-keys-${months}-${period}`)
  if (existsSync(folder)) return folder
  const unfinished = `${folder}.${process.pid}`
  await run("./child/years.ts", [unfinished, String(months), period, SECRET])
  renameSync(unfinished, folder)
  return folder
}

interface Server {
  readonly process: ChildProcess
  readonly port: number
  readonly key: string
}

const started = async (dataDirectory: string, period: string): Promise<Server> => {
  const child = spawn(process.execPath, [program("../../examples/reference-server/src/start.ts")], {
    env: { ...process.env, LC_ALL: "C", LOG_LEVEL: "None", PORT: "0", DATA_DIR: dataDirectory, DEMO: period, ERASURE_SECRET: SECRET, LIMIT_REQUESTS: "1000000000" },
    stdio: ["ignore", "pipe", "inherit"]
  })
  let said = ""
  for await (const text of child.stdout.setEncoding("utf8")) {
    said += text
    if (/crm-assistant\s+\S+[\s\S]*\n$/.test(said)) break
  }
  child.stdout.resume()
  return { process: child, port: Number(/127\.0\.0\.1:(\d+)/.exec(said)![1]), key: /crm-assistant\s+(\S+)/.exec(said)![1]! }
}

interface Answered {
  readonly millis: number
  readonly status: number
  readonly text: string
}

/** Where requests go, over connections of their own. */
const asking = ({ key: ofServer, port }: Server, agent: Agent) => (path: string, body?: string, key = ofServer): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const began = performance.now()
    const headers = { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { "content-type": "application/json" }) }
    const asked = request({ port, host: "127.0.0.1", path, agent, method: body === undefined ? "GET" : "POST", headers }, (answer) => {
      const pieces: Array<Buffer> = []
      answer.on("data", (piece: Buffer) => pieces.push(piece)).on("end", () =>
        resolve({ millis: performance.now() - began, status: answer.statusCode!, text: Buffer.concat(pieces).toString("latin1") }))
    })
    asked.on("error", reject)
    asked.end(body)
  })

const percentile = (millis: ReadonlyArray<number>, percent: number): number => millis.toSorted((one, other) => one - other)[Math.max(0, Math.ceil(millis.length * percent / 100) - 1)]!

const megabytes = ({ process: { pid } }: Server, field: "VmRSS" | "VmHWM"): number =>
  Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]) / 1024

/** What people ask for. `pathOf` gives each round another instant where an answer must not come from what is kept. */
interface Question {
  readonly name: string
  readonly goal: string
  readonly pathOf: (round: number) => string
  readonly body?: string
}

const SECOND = 1_000

/** The rows, in order. */
const questions = (period: string): ReadonlyArray<Question> => {
  const [year, month] = period.split("-").map(Number) as [number, number]
  const end = Date.UTC(year, month, 1, 5)
  const instant = (round: number): string => encodeURIComponent(new Date(end - round * SECOND).toISOString())
  const scorecard = `/v1/scorecards/${period}?by=advisor`
  const form = `/v1/forms/GC-FOR-06/${period}?format=xlsx`
  return [
    { name: "stored scorecard, by advisor", goal: "", pathOf: () => scorecard },
    { name: "red leads, a page", goal: "≤ 10", pathOf: () => "/v1/leads?color=red" },
    { name: "compliance of the month", goal: "≤ 10", pathOf: () => `/v1/compliance/${period}` },
    { name: "verification results", goal: "≤ 10", pathOf: () => `/v1/verifications/${period}/results` },
    { name: "scorecard as of the month's end", goal: "", pathOf: (round) => `${scorecard}&asOf=${instant(round)}` },
    { name: "the same, repeated without a write", goal: "≤ 3", pathOf: () => `${scorecard}&asOf=${instant(0)}` },
    { name: "compliance as of the month's end", goal: "", pathOf: (round) => `/v1/compliance/${period}?asOf=${instant(round)}` },
    { name: "red leads as of the month's end", goal: "", pathOf: (round) => `/v1/leads?color=red&asOf=${instant(round)}` },
    { name: "GC-FOR-06 as XLSX", goal: "", pathOf: (round) => `${form}&asOf=${instant(round)}` },
    { name: "the same, repeated without a write", goal: "≤ 3", pathOf: () => `${form}&asOf=${instant(0)}` },
    { name: "GC-FOR-21 as XLSX", goal: "", pathOf: (round) => `/v1/forms/GC-FOR-21/${period}?format=xlsx&asOf=${instant(round)}` },
    { name: "closing preview", goal: "", pathOf: (round) => `/v1/periods/${period}/closing?asOf=${instant(round)}` },
    { name: "what-if", goal: "", pathOf: (round) => `/v1/what-if/${period}?asOf=${instant(round)}`, body: "{\"parameters\":{\"duplicateWindowDays\":60}}" }
  ]
}

/** A person of the dealership. */
interface Person {
  readonly role: string
  readonly key: string
}

/** 50 people with a key each who read the month, leads and a detail, half a second after the answer before; and `/health` beside them. */
const load = async (server: Server, persons: ReadonlyArray<Person>, period: string, heavy: Question | undefined) => {
  const people = new Agent({ keepAlive: true, maxSockets: PEOPLE + 2 })
  const ask = asking(server, people)
  const firstLead = async (key: string): Promise<string | undefined> =>
    (JSON.parse((await ask("/v1/leads?color=red&limit=1", undefined, key)).text) as { readonly items: ReadonlyArray<{ readonly prospectId: string }> }).items[0]?.prospectId
  const answers: Array<number> = []
  const health: Array<number> = []
  const heavyAnswers: Array<number> = []
  let isOver = false
  const person = async (number: number): Promise<void> => {
    const { key } = persons[number % persons.length]!
    const prospectId = await firstLead(key)
    const paths = [`/v1/scorecards/${period}?by=advisor`, "/v1/leads?color=red&limit=50", ...(prospectId === undefined ? [] : [`/v1/prospects/${prospectId}`])]
    for (let turn = number; !isOver; turn++) {
      const { millis, status } = await ask(paths[turn % paths.length]!, undefined, key)
      if (status !== 200) throw new Error(`${paths[turn % paths.length]}: ${status}`)
      answers.push(millis)
      // People read what they got.
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
  const beside = async ({ body, pathOf }: Pick<Question, "body" | "pathOf">, into: Array<number>, pause: number): Promise<void> => {
    for (let round = 0; !isOver; round++) {
      into.push((await ask(pathOf(round), body)).millis)
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
  const all = [...Array.from({ length: PEOPLE }, (_, number) => person(number)), beside({ pathOf: () => "/health" }, health, 10), ...(heavy === undefined ? [] : [beside(heavy, heavyAnswers, 0)])]
  setTimeout(() => isOver = true, LOAD_MILLIS)
  await Promise.all(all)
  people.destroy()
  return { answers, health }
}

const measureMonths = async (months: number, rounds: number) => {
  const period = lastMonth()
  const directory = mkdtempSync(join(tmpdir(), "crm-procedure-bench-years-"))
  cpSync(await history(months, period), directory, { recursive: true })
  try {
    const inMemory = Number(await run("./child/monthInMemory.ts", [directory, period, SECRET, String(rounds)]))
    const persons = (JSON.parse(await run("./child/keysOfPeople.ts", [directory])) as ReadonlyArray<Person>).filter(({ role }) => role !== "crm-agent")
    const server = await started(directory, period)
    const agent = new Agent({ keepAlive: true })
    const ask = asking(server, agent)
    const asked = questions(period)
    const medians: Array<number> = []
    for (const { body, name, pathOf } of asked) {
      const millis: Array<number> = []
      for (let round = -2; round < rounds; round++) {
        const path = pathOf(round + 2)
        // An answer as of now is kept for a second: what is measured is one that is made.
        if (!path.includes("asOf=")) await new Promise((resolve) => setTimeout(resolve, 1_100))
        const answer = await ask(path, body)
        if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${answer.text.slice(0, 200)}`)
        if (round >= 0) millis.push(answer.millis)
      }
      medians.push(percentile(millis, 50))
    }
    const named = (name: string): Question => asked.find((one) => one.name === name)!
    const quiet = await load(server, persons, period, undefined)
    const besideForms = await load(server, persons, period, named("GC-FOR-06 as XLSX"))
    const besideClosing = await load(server, persons, period, named("closing preview"))
    const besideWhatIf = await load(server, persons, period, named("what-if"))
    const memory = { now: megabytes(server, "VmRSS"), peak: megabytes(server, "VmHWM") }
    agent.destroy()
    server.process.kill("SIGTERM")
    await once(server.process, "exit")
    return { months, inMemory, asked, medians, quiet, besideForms, besideClosing, besideWhatIf, memory }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

export const measure = async (lengths: ReadonlyArray<number>, rounds: number): Promise<ReadonlyArray<Table.Section>> => {
  const all: Array<Awaited<ReturnType<typeof measureMonths>>> = []
  for (const months of lengths) all.push(await measureMonths(months, rounds))
  const [first] = all
  const rows = first!.asked.map(({ goal, name }, place) => [name, goal, ...all.flatMap(({ inMemory, medians }) => [
    Table.ratio(medians[place]! / medians[0]!), Table.ratio(medians[place]! / inMemory), medians[place]!.toFixed(0)
  ])])
  const loads = [
    ["50 people: median", ({ quiet }) => percentile(quiet.answers, 50)],
    ["50 people: 99th percentile", ({ quiet }) => percentile(quiet.answers, 99)],
    ["50 people: longest", ({ quiet }) => Math.max(...quiet.answers)],
    ["50 people: /health, 99th percentile", ({ quiet }) => percentile(quiet.health, 99)],
    ["50 people beside forms, one after the other: 99th percentile", ({ besideForms }) => percentile(besideForms.answers, 99)],
    ["50 people beside forms: /health, 99th percentile", ({ besideForms }) => percentile(besideForms.health, 99)],
    ["50 people beside closing previews: 99th percentile", ({ besideClosing }) => percentile(besideClosing.answers, 99)],
    ["50 people beside what-if: 99th percentile", ({ besideWhatIf }) => percentile(besideWhatIf.answers, 99)],
    ["memory afterwards, MB", ({ memory }) => memory.now],
    ["memory at its peak, MB", ({ memory }) => memory.peak]
  ] as const satisfies ReadonlyArray<readonly [string, (one: Awaited<ReturnType<typeof measureMonths>>) => number]>
  return [
    {
      title: "After years of use: one request at a time",
      text: `A dealership with 40 advisors and 1200 prospects a month, on the embedded database, after ${lengths.join(" and ")} months; leads older than three months are lost. ` +
        "Medians of requests one after the other, as multiples of the stored scorecard in the same run, and of reading and judging the month with what it depends on in one thread.",
      table: Table.markdown(["", "goal, of the scorecard", ...lengths.flatMap((months) => [`${months} months: of the scorecard`, "of judging in memory", "ms"])], rows)
    },
    {
      title: "After years of use: many people at once",
      text: `${PEOPLE} people with a key each, most of them advisors, for ${LOAD_MILLIS / 1000} s, each asking for the month, red leads and a detail in turn, half a second after the answer before; the bench shares the processors. Milliseconds. ` +
        "Goals: /health ≤ 50 ms at the 99th percentile, no answer over 2 s, ≤ 700 MB, the others' 99th percentile beside a heavy request ≤ 2 × theirs without it.",
      table: Table.markdown(["", ...lengths.map((months) => `${months} months`)], loads.map(([name, of]) => [name, ...all.map((one) => of(one).toFixed(0))]))
    }
  ]
}
