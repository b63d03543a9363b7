/** A made-up month of a dealership as the forms' data: seeded, of any size, with the awkward cases among the plain ones. */
import type * as FormData from "../src/data/FormData.ts"

/** A small generator of numbers in [0, 1): the same seed gives the same month. */
const random = (seed: number) => {
  let state = seed >>> 0
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A number in [0, 1) that depends on the index only, so that lines can be asked for in any order. */
const scattered = (index: number, salt: number): number => random(index * 31 + salt)()

export const header = (formCode: string, formName: string): FormData.Header => ({
  company: "CARRAZOS SAS",
  procedureCode: "GC-PRO-05",
  procedureName: "Procedimiento de CRM",
  procedureVersion: "02",
  effectiveFrom: "31/03/2024",
  formCode,
  formName,
  period: "2024-03",
  asOf: "2024-04-01T00:00:00-05:00",
  zone: "America/Bogota",
  policy: "GC-PRO-05 v02",
  digest: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
})

export const offsetMinutes = (): number => -300

/** 1 March 2024, 00:00 in Bogotá. */
export const periodStart = Date.UTC(2024, 2, 1, 5)
const periodMilliseconds = 31 * 86_400_000

const givenNames = ["María José", "Andrés", "Íngrid", "Óscar Iván", "Luz Dary", "Jhon Fredy", "Ángela", "Camilo", "Yésica", "Nicolás"]
const familyNames = ["Muñoz", "Peña Castañeda", "Gutiérrez", "Ibáñez", "Londoño", "Zuluaga de la Hoz", "Ávila", "Ospina", "Güiza", "Córdoba"]

const advisorName = (index: number): string =>
  index === 3
    ? "Maximiliano Alejandro de los Ángeles Rodríguez-Betancourt Villavicencio"
    : index === 5
    ? "=HYPERLINK(\"http://x\") & <script>"
    : `${givenNames[index % 10]} ${familyNames[Math.floor(index * 7 / 3) % 10]}${index >= 20 ? ` ${index}` : ""}`

const branchNames = ["Bucaramanga – Carrera 27", "Medellín El Poblado", "Bogotá Calle 170", "Cúcuta", "Neiva"]
const brandNames = ["Nissan", "Yamaha", "Renault"]

export const rules: ReadonlyArray<FormData.RuleName> = [
  ["name-incomplete", "Nombre incompleto"],
  ["phone-invalid", "Teléfono no válido"],
  ["document-invalid", "Documento no válido"],
  ["consent-missing", "Sin autorización de tratamiento de datos"],
  ["duplicate", "Prospecto duplicado"],
  ["interest-missing", "Sin vehículo de interés"],
  ["verification-pending", "Verificación pendiente"],
  ["registered-late", "Registrado tarde"]
].map(([code, name]) => ({ code: code as string, name: name as string }))

/** A key is a bit set over the rules above. */
export const codes = (key: number): ReadonlyArray<string> =>
  rules.flatMap(({ code }, bit) => (key >>> bit) & 1 ? [code] : [])

const percentOf = (valid: number, goal: number): number | null =>
  goal === 0 ? null : Math.floor((2000 * valid + goal) / (2 * goal)) / 10

const colorOf = (valid: number, goal: number, yellow = 80, green = 100): FormData.Color =>
  goal === 0 ? "none" : valid * 100 >= green * goal ? "green" : valid * 100 >= yellow * goal ? "yellow" : "red"

const sum = (rows: ReadonlyArray<number>): number => rows.reduce((total, value) => total + value, 0)

const indicatorRow = (id: string, name: string, next: () => number): FormData.ActivityRow => {
  const registered = Math.floor(20 + next() * 60)
  const valid = Math.floor(registered * (0.5 + next() * 0.45))
  const pending = Math.floor((registered - valid) * next() * 0.3)
  const goal = id === "A5" ? 0 : id === "A2" ? Math.floor(valid / 3) : Math.floor(25 + next() * 20)
  const invalid = registered - valid - pending
  return {
    id,
    name,
    registered,
    planned: registered + 12,
    performed: registered - 3,
    valid,
    invalid,
    pending,
    goal,
    percent: percentOf(valid, goal),
    color: colorOf(valid, goal),
    reasons: rules.slice(0, 6).map(({ code }, index) => ({ code, count: Math.floor(invalid * next() / (index + 1)) }))
  }
}

const summed = (id: string, name: string, rows: ReadonlyArray<FormData.ActivityRow>): FormData.ActivityRow => {
  const valid = sum(rows.map((row) => row.valid))
  const goal = sum(rows.map((row) => row.goal))
  return {
    id,
    name,
    registered: sum(rows.map((row) => row.registered)),
    planned: sum(rows.map((row) => row.planned)),
    performed: sum(rows.map((row) => row.performed)),
    valid,
    invalid: sum(rows.map((row) => row.invalid)),
    pending: sum(rows.map((row) => row.pending)),
    goal,
    percent: percentOf(valid, goal),
    color: colorOf(valid, goal),
    reasons: rules.slice(0, 6).map(({ code }, index) => ({ code, count: sum(rows.map((row) => row.reasons[index]?.count ?? 0)) }))
  }
}

/** Rows per advisor, grouped in at most five branches, with their sums. */
const grouped = <Row>(
  advisors: number,
  make: (id: string, name: string, next: () => number) => Row,
  add: (id: string, name: string, rows: ReadonlyArray<Row>) => Row
): FormData.Summary<Row> => {
  const next = random(7)
  const rows = Array.from({ length: advisors }, (_, index) => make(`A${index}`, advisorName(index), next))
  const branches = branchNames.flatMap((name, branch) => {
    const own = rows.filter((_, index) => index % branchNames.length === branch)
    return own.length === 0 ? [] : [{ subtotal: add(`B${branch}`, name, own), advisors: own }]
  })
  return { branches, company: add("company", "CARRAZOS SAS", rows) }
}

const course = (goal: number): ReadonlyArray<FormData.CourseDay> =>
  Array.from({ length: 31 }, (_, index) => ({
    day: index + 1,
    valid: index < 22 ? Math.floor(goal * 0.9 * (index + 1) / 31 + scattered(index, 3) * 6) : null,
    pace: goal * (index + 1) / 31
  }))

const thresholds = { yellowPercent: 80, greenPercent: 100 }

export const prospectValidity = (advisors: number, lines: number): FormData.ProspectValidity => {
  const summary = grouped(advisors, indicatorRow, summed)
  return {
    ...summary,
    header: header("GC-FOR-06", "Informe Validez de Prospectos"),
    offsetMinutes,
    thresholds,
    rules,
    codes,
    course: course(summary.company.goal),
    detail: {
      count: lines,
      line: (index, into) => {
        const advisor = index % Math.max(advisors, 1)
        const fate = scattered(index, 1)
        into.prospectId = index === 2 ? "=1+1" : `P-${String(index).padStart(7, "0")}`
        into.createdAt = periodStart + Math.floor(index / lines * periodMilliseconds)
        into.advisorId = `A${advisor}`
        into.advisor = advisorName(advisor)
        into.branch = branchNames[advisor % 5] as string
        into.brand = brandNames[index % 3] as string
        into.verdict = fate < 0.7 ? "valid" : fate < 0.95 ? "invalid" : "pending"
        into.reasons = fate < 0.7 ? 0 : fate < 0.95 ? 1 + (index % 63) : 64
        into.warnings = index % 11 === 0 ? 128 : 0
      }
    }
  }
}

const types = ["call", "whatsapp", "visit", "test-ride", "quote", "llamada-propia"]

export const activityValidity = (advisors: number, lines: number): FormData.ActivityValidity => {
  const prospects = prospectValidity(advisors, lines)
  const line = {} as FormData.ProspectLine
  return {
    ...prospects,
    ...grouped(advisors, indicatorRow, summed),
    header: header("GC-FOR-05", "Informe Validez de Actividades de Seguimiento"),
    detail: {
      count: lines,
      line: (index, into) => {
        prospects.detail.line(index, line)
        into.activityId = `ACT-${String(index).padStart(7, "0")}`
        into.at = line.createdAt
        into.type = types[index % types.length] as string
        into.status = index % 9 === 0 ? "planned" : "performed"
        into.prospectId = line.prospectId
        into.advisorId = line.advisorId
        into.advisor = line.advisor
        into.branch = line.branch
        into.brand = line.brand
        into.verdict = line.verdict
        into.reasons = line.reasons
        into.warnings = line.warnings
      }
    }
  }
}

const light = (numerator: number, denominator: number, previousColor: FormData.Color | null, green = 100): FormData.Light => ({
  numerator,
  denominator,
  percent: percentOf(numerator, denominator),
  color: colorOf(numerator, denominator, 80, green),
  previousColor
})

const semaphoreRow = (id: string, name: string, next: () => number): FormData.SemaphoreRow => ({
  id,
  name,
  prospecting: light(Math.floor(next() * 50), id === "A5" ? 0 : 40, id === "A1" ? null : "yellow"),
  followUp: light(Math.floor(60 + next() * 60), 100, "green"),
  compliance: light(Math.floor(14 + next() * 7), 20, "red", 95),
  leads: {
    green: Math.floor(next() * 30),
    yellow: Math.floor(next() * 9),
    red: Math.floor(next() * 6),
    none: Math.floor(next() * 12)
  },
  lostWithoutContact: id === "A1" ? 1 : 0
})

const sumOfLights = (rows: ReadonlyArray<FormData.Light>, green = 100): FormData.Light =>
  light(sum(rows.map(({ numerator }) => numerator)), sum(rows.map(({ denominator }) => denominator)), "yellow", green)

const summedSemaphores = (id: string, name: string, rows: ReadonlyArray<FormData.SemaphoreRow>): FormData.SemaphoreRow => ({
  id,
  name,
  prospecting: sumOfLights(rows.map(({ prospecting }) => prospecting)),
  followUp: sumOfLights(rows.map(({ followUp }) => followUp)),
  compliance: sumOfLights(rows.map(({ compliance }) => compliance), 95),
  leads: {
    green: sum(rows.map(({ leads }) => leads.green)),
    yellow: sum(rows.map(({ leads }) => leads.yellow)),
    red: sum(rows.map(({ leads }) => leads.red)),
    none: sum(rows.map(({ leads }) => leads.none))
  },
  lostWithoutContact: sum(rows.map((row) => row.lostWithoutContact))
})

const leadColors: ReadonlyArray<FormData.Color> = ["green", "yellow", "red", "none"]

export const followUpSemaphore = (advisors: number, lines: number): FormData.FollowUpSemaphoreData => ({
  ...grouped(advisors, semaphoreRow, summedSemaphores),
  header: header("GC-FOR-21", "Registro Semáforo de Seguimiento"),
  offsetMinutes,
  detail: {
    count: lines,
    line: (index, into) => {
      const advisor = index % Math.max(advisors, 1)
      into.prospectId = `P-${String(index).padStart(7, "0")}`
      into.advisorId = `A${advisor}`
      into.advisor = advisorName(advisor)
      into.branch = branchNames[advisor % 5] as string
      into.brand = brandNames[index % 3] as string
      into.color = leadColors[Math.floor(scattered(index, 5) * 4)] as FormData.Color
      into.daysSinceLast = into.color === "red" ? 8 + index % 20 : into.color === "yellow" ? 4 + index % 4 : index % 4
      into.nextDue = into.color === "none" ? Number.NaN : periodStart + periodMilliseconds - 1 + (index % 5 - 3) * 86_400_000
      into.escalation = into.color === "red" ? (["Asesor comercial", "Gerente comercial", "Gerente general"][index % 3] as string) : ""
    }
  }
})

const complianceRow = (id: string, name: string, next: () => number): FormData.ComplianceRow => {
  const met = Math.floor(10 + next() * 30)
  const late = Math.floor(next() * 4)
  const missed = Math.floor(next() * 3)
  return {
    id,
    name,
    leads: met + missed,
    met,
    late,
    missed,
    upcoming: Math.floor(next() * 5),
    cancelled: Math.floor(next() * 3),
    lostWithoutContact: missed === 0 ? 0 : 1,
    percent: percentOf(met, met + late + missed),
    color: colorOf(met, met + late + missed, 80, 95),
    medianMinutes: id === "A4" ? null : Math.floor(10 + next() * 100),
    ninetiethPercentileMinutes: id === "A4" ? null : Math.floor(100 + next() * 1500)
  }
}

const summedCompliance = (id: string, name: string, rows: ReadonlyArray<FormData.ComplianceRow>): FormData.ComplianceRow => {
  const of = (key: "leads" | "met" | "late" | "missed" | "upcoming" | "cancelled" | "lostWithoutContact"): number => sum(rows.map((row) => row[key]))
  const counted = of("met") + of("late") + of("missed")
  return {
    id,
    name,
    leads: of("leads"),
    met: of("met"),
    late: of("late"),
    missed: of("missed"),
    upcoming: of("upcoming"),
    cancelled: of("cancelled"),
    lostWithoutContact: of("lostWithoutContact"),
    percent: percentOf(of("met"), counted),
    color: colorOf(of("met"), counted, 80, 95),
    medianMinutes: rows.length === 0 ? null : 48,
    ninetiethPercentileMinutes: rows.length === 0 ? null : 1260
  }
}

export const compliance = (advisors: number, lines: number): FormData.ComplianceData => ({
  ...grouped(advisors, complianceRow, summedCompliance),
  header: header("", "Reporte de cumplimiento CRM"),
  offsetMinutes,
  thresholds: { yellowPercent: 80, greenPercent: 95 },
  detail: {
    count: lines,
    line: (index, into) => {
      const advisor = index % Math.max(advisors, 1)
      into.prospectId = `P-${String(index).padStart(7, "0")}`
      into.advisorId = `A${advisor}`
      into.advisor = advisorName(advisor)
      into.branch = branchNames[advisor % 5] as string
      into.brand = brandNames[index % 3] as string
      into.dueAt = periodStart + 20 * 86_400_000 + index * 3_600_000
      into.missed = 1 + index % 3
      into.daysSinceLast = 8 + index % 9
      into.color = "red"
      into.escalation = index % 4 === 0 ? "" : (["Gerente de motos", "Gerente comercial", "Gerente general"][index % 3] as string)
      into.escalationAt = index % 4 === 0 ? Number.NaN : periodStart + 31 * 86_400_000 + 8 * 3_600_000
    }
  }
})

const controlsCounts = [
  "flagged", "failedVerifications", "bursts", "replacedIdentities", "lostWithoutContact", "repeatedNotes", "callsNotInLog", "appealsOpen", "appealsOverdue", "appealsDecided", "waivers"
] as const

const controlsRow = (id: string, name: string, next: () => number): FormData.ControlsRow =>
  ({ id, name, ...Object.fromEntries(controlsCounts.map((count) => [count, Math.floor(next() * 3)])) }) as unknown as FormData.ControlsRow

const summedControls = (id: string, name: string, rows: ReadonlyArray<FormData.ControlsRow>): FormData.ControlsRow =>
  ({ id, name, ...Object.fromEntries(controlsCounts.map((count) => [count, sum(rows.map((row) => row[count]))])) }) as unknown as FormData.ControlsRow

export const controls = (advisors: number, lines: number): FormData.ControlsData => ({
  ...grouped(advisors, controlsRow, summedControls),
  header: header("", "Informe de controles"),
  offsetMinutes,
  detail: {
    count: lines,
    line: (index, into) => {
      const advisor = index % Math.max(advisors, 1)
      into.kind = index % 2 === 0 ? "identity-replaced" : "appeal"
      into.finding = index % 2 === 0 ? "Identidad reemplazada" : "Apelación"
      into.subjectType = "prospect"
      into.subjectId = `P-${String(index).padStart(7, "0")}`
      into.at = periodStart + index * 3_600_000
      into.advisorId = `A${advisor}`
      into.advisor = advisorName(advisor)
      into.branch = branchNames[advisor % 5] as string
      into.brand = brandNames[index % 3] as string
      into.about = index % 2 === 0 ? "" : "Teléfono no válido, vencida"
      into.by = index % 2 === 0 ? "E7" : ""
    }
  }
})
