/** Who and what has records in the month and is not in the directory, for people who may add them. */
import type { Group } from "../frame/Contract.ts"
import { hrefOf } from "../frame/Route.ts"
import { may, useSurroundings } from "../frame/Surroundings.ts"

/** How many are named. */
const NAMED = 6

export const UnknownNote = ({ groups }: {
  /** By branch and advisor. */
  readonly groups: ReadonlyArray<Group>
}) => {
  const surroundings = useSurroundings()
  const { directory: { branches, employees }, kept } = surroundings
  if (!may(surroundings, "goals.write")) return null
  const isNew = (id: string | undefined, known: ReadonlyArray<string>): id is string => id !== undefined && !known.includes(id)
  const unknown = [...new Set(groups.flatMap(({ keys: { advisor, branch } }) => [
    ...isNew(advisor, employees.map(({ employeeId }) => employeeId)) ? [advisor] : [],
    ...isNew(branch, branches.map(({ branchId }) => branchId)) ? [branch] : []
  ]))]
  if (unknown.length === 0) return null
  return (
    <p class="note">
      No están en el directorio: {unknown.slice(0, NAMED).join(", ")}{unknown.length > NAMED && ` y ${unknown.length - NAMED} más`}. Sus registros no cuentan hasta que los agregue
      en <a href={hrefOf("directorio", kept)}>Asesores y sedes</a> con ese mismo código, o importe el archivo otra vez y diga a quién corresponden.
    </p>
  )
}
