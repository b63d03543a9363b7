/** The goals of a month, edited in place: one row an advisor, branch and brand. */
import { useRef, useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import { useAnswer } from "../frame/Answer.ts"
import type { Goals, Scorecard } from "../frame/Contract.ts"
import { useDraft } from "../frame/Draft.ts"
import { Awaited } from "../frame/Failure.tsx"
import { AuditLink } from "../history/AuditLink.tsx"
import { merge, Overtaken } from "../frame/Overtaken.tsx"
import type { Both } from "../frame/Overtaken.tsx"
import { Heading } from "../frame/Heading.tsx"
import { freshKey, messageOf, pathWith, read, Refused, write } from "../frame/Request.ts"
import { countText, integerText, periodBeside, periodText } from "../frame/Spanish.ts"
import { activeAdvisors, advisorsWithoutGoal, advisorName, branchName, brandName, useSurroundings } from "../frame/Surroundings.ts"

/** A row as it is typed. */
interface Row {
  readonly advisorId: string
  readonly branchId: string
  readonly brandId: string
  readonly prospects: string
  readonly activities: string
}

const keyOf = ({ advisorId, branchId, brandId }: Row): string => JSON.stringify([advisorId, branchId, brandId])

const rowOf = ({ activities, advisorId, branchId, brandId, prospects }: Goals["goals"][number]): Row => ({ advisorId, branchId, brandId, prospects: String(prospects), activities: String(activities) })

/** What is typed, over which stored rows, and what another person changed as well. */
interface Typed {
  readonly over: ReadonlyArray<Row>
  readonly rows: ReadonlyArray<Row>
  readonly disputed: ReadonlyMap<string, Both<Row>>
  readonly isOvertaken: boolean
}

const byKey = (rows: ReadonlyArray<Row>): ReadonlyMap<string, Row> => new Map(rows.map((row) => [keyOf(row), row]))

/** What was typed, over the rows as they are stored now. */
const onto = ({ over, rows }: Typed, stored: ReadonlyArray<Row>): Typed => {
  const { disputed, isTyped, values } = merge(byKey(over), byKey(rows), byKey(stored))
  return { over: stored, rows: [...values.values()], disputed, isOvertaken: isTyped }
}

/** The stored rows, always in the same order. */
const rowsOf = (goals: Goals["goals"]): ReadonlyArray<Row> => goals.map(rowOf).toSorted((one, other) => keyOf(one) < keyOf(other) ? -1 : 1)

/** A row without zeros and spaces that say nothing. */
const plain = (row: Row): Row => ({ ...row, prospects: isWhole(row.prospects) ? String(Number(row.prospects)) : row.prospects, activities: isWhole(row.activities) ? String(Number(row.activities)) : row.activities })

const isWhole = (text: string): boolean => /^[0-9]{1,7}$/.test(text.trim())

export const GoalsView = () => {
  const { period } = useSurroundings()
  const [goals, ask] = useAnswer<Goals>(`/v1/goals/${period}`)
  return (
    <>
      <Heading eyebrow="Metas">Metas de {periodText(period)}</Heading>
      <p class="hint">Cuántos prospectos válidos y actividades válidas se acordaron con cada asesor, por sede y marca. Sin meta no hay porcentaje ni color.</p>
      <AuditLink of={`goals:${period}`} text="Ver quién cambió las metas, cuándo y de qué a qué" />
      <Awaited answer={goals} what="las metas" onRetry={ask}>
        {({ goals: stored, version }) => <Editor key={period} stored={stored} version={version} onSaved={ask} />}
      </Awaited>
    </>
  )
}

const Editor = ({ onSaved, stored, version }: { readonly stored: Goals["goals"]; readonly version: string; readonly onSaved: () => void }) => {
  const surroundings = useSurroundings()
  const { directory, period } = surroundings
  const storedRows = rowsOf(stored)
  const begun = (): Typed => ({ over: storedRows, rows: storedRows, disputed: new Map(), isOvertaken: false })
  const { forget, reset: show, set: setTyped, value } = useDraft<Typed>(`goals ${period}`, begun)
  const isSaved = useRef(false)
  const reset = (): void => show(begun())
  // Not in an effect: what is typed between the first picture and the effect would be lost.
  const isNewer = JSON.stringify(value.over) !== JSON.stringify(storedRows)
  const typed = !isNewer ? value : isSaved.current ? begun() : onto(value, storedRows)
  if (isNewer) {
    if (isSaved.current) reset()
    else setTyped(() => typed)
    isSaved.current = false
  }
  const { disputed, isOvertaken, rows } = typed
  const setRows = (next: (last: ReadonlyArray<Row>) => ReadonlyArray<Row>): void => setTyped((last) => ({ ...last, rows: next(last.rows) }))
  const latest = useRef(rows)
  latest.current = rows
  const [isSending, setSending] = useState(false)
  const [added, setAdded] = useState({ advisorId: "", branchId: "", brandId: "" })
  // What was being sent is answered: until then nothing can be typed over it.
  const [shown, setShown] = useState(version)
  if (shown !== version) {
    setShown(version)
    setSending(false)
  }
  const nameOf = (row: Row): string => `${advisorName(surroundings, row.advisorId)}, ${branchName(surroundings, row.branchId)}, ${brandName(surroundings, row.brandId)}`
  const sorted = rows.toSorted((one, other) => nameOf(one).localeCompare(nameOf(other), "es-CO"))
  const change = (key: string, other: Partial<Row>): void => setRows((last) => last.map((row) => keyOf(row) === key ? { ...row, ...other } : row))
  const wrong = rows.filter(({ activities, prospects }) => !isWhole(prospects) || !isWhole(activities))
  const before = byKey(storedRows)
  const changed = rows.filter((row) => JSON.stringify(before.get(keyOf(row))) !== JSON.stringify(plain(row))).length + [...before.keys()].filter((key) => !rows.some((row) => keyOf(row) === key)).length
  const missing = advisorsWithoutGoal(surroundings, rows)
  const sum = (of: (row: Row) => string): number => rows.reduce((total, row) => total + (isWhole(of(row)) ? Number(of(row)) : 0), 0)
  const add = (row: { readonly advisorId: string; readonly branchId: string; readonly brandId: string }): void => {
    if (row.advisorId === "" || row.branchId === "" || row.brandId === "") return announce("Elija asesor, sede y marca.", "refused")
    if (rows.some((one) => keyOf(one) === keyOf({ ...row, prospects: "", activities: "" }))) return announce("Esa fila ya está en la lista.", "refused")
    setRows((last) => [...last, { ...row, prospects: "0", activities: "0" }])
    setAdded({ advisorId: "", branchId: "", brandId: "" })
  }
  const copyBefore = (): void => {
    const last = periodBeside(period, -1)
    read<Goals>(`/v1/goals/${last}`).then(({ goals }) => {
      // Goals may have been typed while those of the month before were on their way.
      const known = new Set(latest.current.map(keyOf))
      const copied = goals.map(rowOf).filter((row) => !known.has(keyOf(row)))
      setRows((last) => [...last, ...copied])
      announce(copied.length === 0 ? `De ${periodText(last)} no hay nada más que copiar.` : `Se copiaron ${countText(copied.length, "fila", "filas")} de ${periodText(last)}. Revise y guarde.`, "told")
    }, (cause: unknown) => announce(messageOf(cause), "refused"))
  }
  /** A row for each advisor without a goal and each brand of theirs: those that they registered in this month, else those that the directory names. */
  const addMissing = (): void => {
    read<Scorecard>(pathWith(`/v1/scorecards/${period}`, { by: "advisor,brand" })).then(({ groups }) => {
      const known = new Set(latest.current.map(({ advisorId }) => advisorId))
      const added = missing.filter(({ id }) => !known.has(id)).flatMap(({ id }) => {
        const sold = groups.filter(({ followUp, keys, prospecting }) => keys.advisor === id && prospecting.registered + followUp.registered > 0).flatMap(({ keys }) => keys.brand ?? [])
        const named = directory.employees.findLast(({ employeeId }) => employeeId === id)?.brandIds ?? []
        const only = directory.brands.length === 1 ? directory.brands.map(({ brandId }) => brandId) : []
        const brands = [sold, named, only].find(({ length }) => length > 0) ?? []
        const branchId = primaryBranch(id)
        return branchId === "" ? [] : brands.map((brandId): Row => ({ advisorId: id, branchId, brandId, prospects: "0", activities: "0" }))
      })
      setRows((last) => [...last, ...added])
      const left = missing.filter(({ id }) => !known.has(id) && !added.some(({ advisorId }) => advisorId === id))
      announce(`${added.length === 0 ? "No se agregó ninguna fila" : `Se agregó ${countText(added.length, "fila", "filas")}, con meta de cero: ponga las metas y guarde`}.${left.length === 0 ? "" : ` No se sabe qué marca vende ${left.map(({ name }) => name).join(", ")}: agregue esa fila abajo.`}`, "told")
    }, (cause: unknown) => announce(messageOf(cause), "refused"))
  }
  const save = (event: Event): void => {
    event.preventDefault()
    if (wrong.length > 0) return announce(`Cada meta es un número entero. Revise: ${nameOf(wrong[0]!)}.`, "refused")
    setSending(true)
    const goals = rows.map(({ activities, prospects, ...place }) => ({ ...place, prospects: Number(prospects), activities: Number(activities) }))
    write("PUT", `/v1/goals/${period}`, { goals }, freshKey(), { "if-match": `"${version}"` }).then(() => {
      // What is typed before the stored goals are read again would be lost: until then nothing can be typed.
      forget()
      isSaved.current = true
      announce(`Metas guardadas: ${countText(changed, "fila cambió", "filas cambiaron")}.`)
      onSaved()
    }, (cause: unknown) => {
      setSending(false)
      if (cause instanceof Refused && cause.status === 412) onSaved()
      else announce(messageOf(cause), "refused")
    })
  }
  const primaryBranch = (advisorId: string): string => directory.employees.findLast(({ employeeId, branchId }) => employeeId === advisorId && branchId !== undefined)?.branchId ?? ""
  return (
    <form class="goals" onSubmit={save}>
      {missing.length > 0 && (
        <p class="note">
          Sin meta: {missing.map(({ name }) => name).join(", ")}.{" "}
          <button type="button" aria-disabled={isSending} onClick={addMissing}>{missing.length === 1 ? "Agregar su fila" : "Agregar sus filas"}</button>
        </p>
      )}
      {rows.length === 0 ? <p class="empty">Este mes no tiene metas.</p> : (
        <div class="table-scroll" tabIndex={0} role="region" aria-label="Metas">
          <table role="table" class="records dense">
            <caption class="hidden">Metas</caption>
            <thead role="rowgroup">
              <tr role="row">{["Asesor", "Sede", "Marca", "Prospectos", "Actividades", ""].map((label) => <th key={label} role="columnheader" scope="col">{label === "" ? <span class="hidden">Quitar</span> : label}</th>)}</tr>
            </thead>
            <tbody role="rowgroup">
              {sorted.map((row) => {
                const key = keyOf(row)
                const field = (name: "prospects" | "activities", label: string) => (
                  <td role="cell" data-label={label}>
                    <input
                      inputMode="numeric"
                      class="goal-field"
                      aria-label={`${label} de ${nameOf(row)}`}
                      aria-invalid={!isWhole(row[name])}
                      value={row[name]}
                      readOnly={isSending}
                      onInput={({ currentTarget }) => change(key, { [name]: currentTarget.value })}
                    />
                  </td>
                )
                return (
                  <tr key={key} role="row">
                    <th role="rowheader" scope="row">{advisorName(surroundings, row.advisorId)}</th>
                    <td role="cell" data-label="Sede">{branchName(surroundings, row.branchId)}</td>
                    <td role="cell" data-label="Marca">{brandName(surroundings, row.brandId)}</td>
                    {field("prospects", "Prospectos")}
                    {field("activities", "Actividades")}
                    <td role="cell"><button type="button" class="quiet" aria-disabled={isSending} aria-label={`Quitar la meta de ${nameOf(row)}`} onClick={() => setRows((last) => last.filter((one) => keyOf(one) !== key))}>Quitar</button></td>
                  </tr>
                )
              })}
              <tr role="row" class="total-row">
                <th role="rowheader" scope="row">Total</th>
                <td role="cell" /><td role="cell" />
                <td role="cell" data-label="Prospectos"><strong>{integerText(sum(({ prospects }) => prospects))}</strong></td>
                <td role="cell" data-label="Actividades"><strong>{integerText(sum(({ activities }) => activities))}</strong></td>
                <td role="cell" />
              </tr>
            </tbody>
          </table>
        </div>
      )}
      <fieldset class="add-row">
        <legend>Agregar una fila</legend>
        <label>
          Asesor
          <select value={added.advisorId} onChange={({ currentTarget: { value } }) => setAdded({ ...added, advisorId: value, branchId: primaryBranch(value) })}>
            <option value="">Elija…</option>
            {activeAdvisors(surroundings).map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
          </select>
        </label>
        <label>
          Sede
          <select value={added.branchId} onChange={({ currentTarget }) => setAdded({ ...added, branchId: currentTarget.value })}>
            <option value="">Elija…</option>
            {directory.branches.map(({ branchId, name }) => <option key={branchId} value={branchId}>{name}</option>)}
          </select>
        </label>
        <label>
          Marca
          <select value={added.brandId} onChange={({ currentTarget }) => setAdded({ ...added, brandId: currentTarget.value })}>
            <option value="">Elija…</option>
            {directory.brands.map(({ brandId, name }) => <option key={brandId} value={brandId}>{name}</option>)}
          </select>
        </label>
        <button type="button" aria-disabled={isSending} onClick={() => add(added)}>Agregar</button>
      </fieldset>
      {isOvertaken && (
        <Overtaken
          what="las metas de este mes"
          disputed={disputed}
          isLeft={changed > 0}
          labelOf={(_key, { stored, typed }) => nameOf(stored ?? typed!)}
          textOf={(_key, row) => row === undefined ? "sin meta" : `${row.prospects} prospectos, ${row.activities} actividades`}
          valueOf={(key) => rows.find((row) => keyOf(row) === key)}
          onChoose={(key, row) => setRows((last) => [...last.filter((one) => keyOf(one) !== key), ...row === undefined ? [] : [row]])}
        />
      )}
      <p class="actions">
        <button type="submit" class="main-action" aria-disabled={isSending || changed === 0}>{isSending ? "Guardando…" : changed === 0 ? "Nada que guardar" : `Guardar ${countText(changed, "cambio", "cambios")}`}</button>
        <button type="button" aria-disabled={isSending} onClick={copyBefore}>Copiar las de {periodText(periodBeside(period, -1))}</button>
        {changed > 0 && <button type="button" class="quiet" aria-disabled={isSending} onClick={reset}>Deshacer</button>}
      </p>
    </form>
  )
}
