/** What every view knows: who is at the desk, the month that is looked at, and names beside ids. */
import { createContext } from "preact"
import { useContext } from "preact/hooks"
import type { Directory, Me, Procedure, ReaderScope, Role, Session } from "./Contract.ts"
import { roleWords } from "./Spanish.ts"

export interface Surroundings {
  readonly session: Session
  readonly me: Me
  readonly directory: Directory
  /** Asks for the directory again, after it was changed. */
  readonly reloadDirectory: () => void
  /** The procedure in force in {@link period}. */
  readonly procedure: Procedure
  readonly period: string
  /** As of when it is looked at; undefined: now. A local instant. */
  readonly asOf: string | undefined
  /** What every link carries on: the month, and as of when if that was chosen. */
  readonly kept: Readonly<Record<string, string | undefined>>
}

export const SurroundingsContext = createContext<Surroundings | undefined>(undefined)

export const useSurroundings = (): Surroundings => {
  const surroundings = useContext(SurroundingsContext)
  if (surroundings === undefined) throw new Error("A view stands outside the desk: found no surroundings, expected to be shown by Desk.")
  return surroundings
}

/** Whether the person at the desk may do something. */
export const may = ({ me }: Pick<Surroundings, "me">, action: string): boolean => me.actions.includes(action)

/** The name of an employee, a branch or a brand. An id that the directory does not know is said to be unknown. */
export const advisorName = ({ directory }: Pick<Surroundings, "directory">, id: string): string =>
  directory.employees.find(({ employeeId }) => employeeId === id)?.name ?? `Desconocido (${id})`
export const branchName = ({ directory }: Pick<Surroundings, "directory">, id: string): string =>
  directory.branches.find(({ branchId }) => branchId === id)?.name ?? `Sede desconocida (${id})`
export const brandName = ({ directory }: Pick<Surroundings, "directory">, id: string): string =>
  directory.brands.find(({ brandId }) => brandId === id)?.name ?? `Marca desconocida (${id})`

/** Who did something, as it is kept: an employee's id, or a role where there is none. `account`: the name of the account or key, where it is told. */
export const personName = ({ directory }: Pick<Surroundings, "directory">, kept: string, account?: string): string =>
  directory.employees.find(({ employeeId }) => employeeId === kept)?.name ?? account ?? roleWords[kept as Role] ?? kept

/** A number of the policy in force; undefined where it is none. */
export const parameterNumber = ({ procedure }: Pick<Surroundings, "procedure">, name: string): number | undefined => {
  const value = procedure.policy.parameters.find((parameter) => parameter.name === name)?.value
  return typeof value === "number" ? value : undefined
}

/** The advisors of the directory, each once, by name. */
export const advisors = ({ directory }: Pick<Surroundings, "directory">): ReadonlyArray<{ readonly id: string; readonly name: string }> => {
  const names = new Map(directory.employees.filter(({ role }) => role === "advisor").map(({ employeeId, name }) => [employeeId, name]))
  return [...names].map(([id, name]) => ({ id, name })).sort((one, other) => one.name.localeCompare(other.name, "es-CO"))
}

/**
 * The advisors who work within a reader's scope. One whose brands the directory does not tell may sell any of them.
 */
export const advisorsWithin = ({ directory }: Pick<Surroundings, "directory">, { branches, brands }: ReaderScope): ReadonlyArray<{ readonly id: string; readonly name: string }> =>
  advisors({
    directory: {
      ...directory,
      employees: directory.employees.filter(({ branchId, brandIds = [] }) =>
        (branches === null || branchId !== undefined && branches.includes(branchId)) && (brands === null || brandIds.length === 0 || brandIds.some((brandId) => brands.includes(brandId)))
      )
    }
  })

/** The advisors who work on the present day, each once, by name. */
export const activeAdvisors = ({ directory, me }: Pick<Surroundings, "directory" | "me">): ReadonlyArray<{ readonly id: string; readonly name: string }> => {
  const today = me.now.slice(0, 10)
  return advisors({ directory: { ...directory, employees: directory.employees.filter(({ activeFrom, activeTo }) => activeFrom <= today && (activeTo === undefined || activeTo >= today)) } })
}

/** The advisors who are active on a day of the month and have no goal in it, as the close counts them. A goal of zero is a goal. */
export const advisorsWithoutGoal = ({ directory, period }: Pick<Surroundings, "directory" | "period">, goals: ReadonlyArray<{ readonly advisorId: string }>): ReadonlyArray<{ readonly id: string; readonly name: string }> => {
  const [firstDay, lastDay] = [`${period}-01`, `${period}-31`]
  const withGoal = new Set(goals.map(({ advisorId }) => advisorId))
  const active = directory.employees.filter(({ activeFrom, activeTo = lastDay }) => activeFrom <= lastDay && activeTo >= firstDay && activeTo >= activeFrom)
  return advisors({ directory: { ...directory, employees: active } }).filter(({ id }) => !withGoal.has(id))
}
