/** Rows 9, 10 and 12: one validation a request, ten thousand of them in a stream, and how soon a server is ready. */
import { spawn } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { Agent, request } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Measure from "./Measure.ts"
import * as PostgresServer from "./PostgresServer.ts"
import { directory, prospect } from "./servingDirectory.ts"
import * as Table from "./Table.ts"

interface Served {
  readonly process: ChildProcess
  readonly port: number
  readonly key: string
}

const started = async (path: string, environment: Readonly<Record<string, string>>, isUp: RegExp): Promise<{ readonly process: ChildProcess; readonly said: string }> => {
  const child = spawn(process.execPath, [fileURLToPath(new URL(path, import.meta.url))], {
    env: { ...process.env, LC_ALL: "C", LOG_LEVEL: "None", ...environment },
    stdio: ["ignore", "pipe", "inherit"]
  })
  let said = ""
  for await (const text of child.stdout.setEncoding("utf8")) {
    said += text
    if (isUp.test(said)) break
  }
  // Read all of its output: a full pipe would make it wait.
  child.stdout.resume()
  return { process: child, said }
}

const bare = async (): Promise<Served> => {
  const { process, said } = await started("./reference/bareServer.ts", {}, /port \d+/)
  return { process, port: Number(/port (\d+)/.exec(said)![1]), key: "" }
}

/** The reference server on a folder, or on a Postgres, without its limit of requests. */
const ours = async (dataDirectory: string, database: Readonly<Record<string, string>> = {}): Promise<Served> => {
  const { process, said } = await started(
    "../../examples/reference-server/src/start.ts",
    { PORT: "0", DATA_DIR: dataDirectory, LIMIT_REQUESTS: "1000000000", LIMIT_STREAM_SECONDS: "3600", ...database },
    /crm-assistant\s+\S+[\s\S]*\n$/
  )
  return { process, port: Number(/127\.0\.0\.1:(\d+)/.exec(said)![1]), key: /crm-assistant\s+(\S+)/.exec(said)![1]! }
}

const stop = async ({ process }: Pick<Served, "process">): Promise<void> => {
  process.kill("SIGTERM")
  await once(process, "exit")
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

const send = ({ key, port }: Served, path: string, type: string, body: string | Iterable<string>): Promise<string> =>
  new Promise((resolve, reject) => {
    const asked = request({ port, host: "127.0.0.1", path, method: "POST", agent, headers: { "content-type": type, authorization: `Bearer ${key}` } }, (answer) => {
      let text = ""
      answer.setEncoding("utf8").on("data", (part: string) => text = text.length < 1_000_000 ? text + part : part).on("end", () =>
        answer.statusCode! < 300 ? resolve(text) : reject(new Error(`${path}: ${answer.statusCode} ${text.slice(0, 300)}`)))
    })
    asked.on("error", reject)
    if (typeof body === "string") return asked.end(body)
    const lines = body[Symbol.iterator]()
    const write = (): void => {
      for (let next = lines.next(); !next.done; next = lines.next()) if (!asked.write(next.value)) return void asked.once("drain", write)
      asked.end()
    }
    write()
  })

const CLIENTS = 32

/** How many requests, and how many of them wait for their answer at a time. */
const validateSingly = async (server: Served, path: string, count: number, context: string): Promise<void> => {
  let next = 0
  await Promise.all(Array.from({ length: CLIENTS }, async () => {
    while (next < count) {
      const body = JSON.stringify({ records: [prospect(next++)], asOf: "2024-04-01", context })
      await send(server, path, "application/json", body)
    }
  }))
}

function* blocks(count: number): Generator<string> {
  for (let from = 0; from < count; from += 500) {
    yield Array.from({ length: Math.min(500, count - from) }, (_, place) => `${JSON.stringify(prospect(from + place))}\n`).join("")
  }
}

const PATH = "/v1/validations/prospects"

const clocked = async (work: () => Promise<unknown>) => {
  const began = performance.now()
  await work()
  return { millis: performance.now() - began, processorMillis: Number.NaN }
}

/** The rates of contenders that take turns, round after round. */
const inTurn = async (contenders: Readonly<Record<string, () => Promise<unknown>>>, count: number, rounds: number): Promise<ReadonlyArray<Measure.Result>> => {
  const taken = new Map(Object.keys(contenders).map((name) => [name, [] as Array<{ readonly millis: number; readonly processorMillis: number }>]))
  for (let round = -1; round < rounds; round++) {
    for (const [name, run] of Object.entries(contenders)) {
      const one = await clocked(run)
      if (round >= 0) taken.get(name)!.push(one)
    }
  }
  return [...taken].map(([name, all]) => Measure.medians(name, count, all))
}

const rates = (results: ReadonlyArray<Measure.Result>): string =>
  Table.markdown(["", "rate, medians", "rate, fastest rounds", "a second"], results.map((result) => [
    result.name,
    (results[0]!.medianMillis / result.medianMillis).toFixed(2),
    (results[0]!.leastMillis / result.leastMillis).toFixed(2),
    (result.count / result.medianMillis * 1000).toFixed(0)
  ]))

const registerDirectory = async (server: Served): Promise<void> => {
  const csv = (header: string, rows: ReadonlyArray<string>) => [header, ...rows, ""].join("\n")
  const { branches, brands, employees } = directory
  await send(server, "/v1/imports/branches", "text/csv", csv("branch_id,name", branches.map(({ branchId, name }) => `${branchId},${name}`)))
  await send(server, "/v1/imports/brands", "text/csv", csv("brand_id,name", brands.map(({ brandId, name }) => `${brandId},${name}`)))
  await send(server, "/v1/imports/employees", "text/csv", csv("employee_id,name,role,branch_id,active_from",
    employees.map(({ branchId, employeeId, name }) => `${employeeId},${name},advisor,${branchId},2022-01-01`)))
}

/** How long each of some starts took until the server answered that it is ready. */
const starts = async (dataDirectory: string, rounds: number): Promise<ReadonlyArray<number>> => {
  const millis: Array<number> = []
  for (let round = 0; round < rounds; round++) {
    const began = performance.now()
    const { process } = await started("../../examples/reference-server/src/start.ts", { PORT: "0", DATA_DIR: dataDirectory }, /Ready: /)
    millis.push(performance.now() - began)
    await stop({ process })
  }
  return millis.sort((one, other) => one - other)
}

/** Measures the serving rows: `size` single requests a round, and ten of ten thousand lines. */
export const measure = async (size: number, rounds: number): Promise<ReadonlyArray<Table.Section>> => {
  const dataDirectory = mkdtempSync(join(tmpdir(), "crm-procedure-bench-server-"))
  const besideDirectory = mkdtempSync(join(tmpdir(), "crm-procedure-bench-server-"))
  const postgres = await PostgresServer.start()
  try {
    const [plain, real] = [await bare(), await ours(dataDirectory)]
    const overPostgres = await ours(besideDirectory, { DATABASE_URL: await postgres.createDatabase("served") })
    await registerDirectory(real)
    await registerDirectory(overPostgres)
    const single = await inTurn({
      "bare node:http": () => validateSingly(plain, PATH, size, "none"),
      "the service, without stored records": () => validateSingly(real, PATH, size, "none"),
      "the service, beside what is stored in PGlite": () => validateSingly(real, PATH, size, "stored"),
      "the service, beside what is stored in Postgres": () => validateSingly(overPostgres, PATH, size, "stored")
    }, size, rounds)
    const lines = 10_000
    const stream = await inTurn({
      "bare node:http": () => send(plain, PATH, "application/x-ndjson", blocks(lines)),
      "the service": () => send(real, `${PATH}?context=none&asOf=2024-04-01`, "application/x-ndjson", blocks(lines))
    }, lines, rounds)
    await stop(plain)
    await stop(real)
    await stop(overPostgres)
    const ready = await starts(dataDirectory, rounds)
    return [
      {
        title: "POST of one validation",
        text: `${size} requests a round of one prospect each, ${CLIENTS} waiting at a time, sent by a third process's share of the same processors. The reference parses, judges by the rules that look at nothing else, and answers with the same reasons. The service writes no line of log for a request here; keys, limits and metrics are as always. ` +
          "Goals: ≥ 0.35 without stored records, ≥ 0.15 beside them.",
        table: rates(single)
      },
      { title: "NDJSON validation", text: `${lines} lines a request, without stored records. Goal: ≥ 0.6.`, table: rates(stream) },
      {
        title: "Server ready",
        text: "From the start of the process to *Ready*, on an existing directory with the demonstration; milliseconds, as information. Goal: ≤ 1500.",
        table: Table.markdown(["median", "fastest", "slowest"], [[ready[ready.length >> 1]!, ready[0]!, ready.at(-1)!].map((millis) => millis.toFixed(0))])
      }
    ]
  } finally {
    await postgres.stop()
    for (const directory of [dataDirectory, besideDirectory]) rmSync(directory, { recursive: true, force: true })
  }
}
