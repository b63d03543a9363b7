/** The report's command as a program of its own, and folders for it to work in. */
import { spawn } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll } from "vitest"

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))

export interface Ended {
  readonly status: number | null
  readonly out: string
  readonly error: string
}

/** Runs the command to its end, from the sources: nothing is bundled while tests run side by side. */
export const command = (args: ReadonlyArray<string>, environment: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], {
      env: { ...process.env, LC_ALL: "C", MONTH_REPORT_AS_SOURCES: "1", NO_COLOR: "1", ...environment },
      stdio: ["ignore", "pipe", "pipe"]
    })
    let [out, error] = ["", ""]
    child.stdout.setEncoding("utf8").on("data", (text: string) => out += text)
    child.stderr.setEncoding("utf8").on("data", (text: string) => error += text)
    child.on("error", reject)
    child.on("close", (status) => resolve({ status, out, error }))
  })

const temporaryFolders: Array<string> = []
afterAll(() => temporaryFolders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/** A folder that is gone when the test file is done. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "month-report-"))
  temporaryFolders.push(folder)
  return folder
}

/** The smallest good month: one advisor, one lead, one call. */
export const smallMonth: Readonly<Record<string, string>> = {
  "employees.csv": "employee_id,name,role,branch_id,active_from\nA1,Ana Ruiz,advisor,B1,2020-01-01\n",
  "branches.csv": "branch_id,name\nB1,Norte\n",
  "brands.csv": "brand_id,name\nM1,Marca Uno\n",
  "prospects.csv": "prospect_id,created_at,advisor_id,branch_id,brand_id,full_name,phone,source,interest,consent_at\n" +
    "P1,2024-03-05T10:00:00-05:00,A1,B1,M1,Luis Gómez Parra,3014567890,web,Sedán,2024-03-05T10:00:00-05:00\n",
  "activities.csv": "activity_id,prospect_id,advisor_id,type,status,performed_at,outcome,note,next_action_at\n" +
    "T1,P1,A1,call,performed,2024-03-05T11:00:00-05:00,attended,Quiere probar el carro el sábado,2024-03-08\n",
  "goals.csv": "period,advisor_id,branch_id,brand_id,prospects,activities\n2024-03,A1,B1,M1,1,1\n"
}

/** A folder with the files of {@link smallMonth}, some changed; `undefined` leaves a file out. */
export const folderOf = (changes: Readonly<Record<string, string | Uint8Array | undefined>> = {}): string => {
  const folder = temporaryFolder()
  for (const [name, content] of Object.entries({ ...smallMonth, ...changes })) if (content !== undefined) writeFileSync(join(folder, name), content)
  return folder
}

/** A folder's files by name, as text; the workbooks, whose time stamps differ, by name only. */
export const contents = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(readdirSync(folder).toSorted().map((name) => [name, name.endsWith(".xlsx") ? "" : readFileSync(join(folder, name), "utf8")]))

/** As {@link contents}, without the times that the steps took. */
export const contentsWithoutTimes = (folder: string): Readonly<Record<string, string>> => {
  const all = contents(folder)
  const { files } = JSON.parse(all["summary.json"]!) as { readonly files: unknown }
  return { ...all, "summary.json": JSON.stringify(files) }
}
