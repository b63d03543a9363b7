/** Words of the files that name no advisor, branch or brand yet: a person says who is meant, or adds them to the directory. */
import { useEffect } from "preact/hooks"
import type { ImportPreview } from "../frame/Contract.ts"
import { useKept } from "../frame/Draft.ts"
import { countText } from "../frame/Spanish.ts"
import { advisors, useSurroundings } from "../frame/Surroundings.ts"
import type { Surroundings } from "../frame/Surroundings.ts"
import * as MappingDraft from "./MappingDraft.ts"

export type UnknownName = ImportPreview["unknownNames"][number]

/** Names that are new in the directory, as the files have them. */
export interface NewNames {
  readonly branches: ReadonlyArray<string>
  /** Each with its line: without one, a manager of motorcycles would see none of its records. */
  readonly brands: ReadonlyArray<{ readonly name: string; readonly line: string }>
  readonly advisors: ReadonlyArray<{ readonly name: string; readonly branch: string }>
}

/** What a person lets be added before the files come in. `isWhole`: no branch of an advisor and no line of a brand is missing. */
export interface Added extends NewNames {
  readonly count: number
  readonly isWhole: boolean
  /** Other spellings of names that are added. */
  readonly same: ReadonlyArray<{ readonly field: UnknownName["field"]; readonly word: string; readonly name: string }>
}

export const noneAdded: Added = { branches: [], brands: [], advisors: [], count: 0, isWhole: true, same: [] }

const ADDED = "agregar"
/** Stands before the added name in the value of a word that spells it in another way. */
const SAME = "igual:"

const ownerWords: Readonly<Record<UnknownName["field"], string>> = { advisorId: "el asesor", branchId: "la sede", brandId: "la marca" }

/** Whose ids a field holds: those that can stand for all rows, or that a word of the file can mean. */
export const choicesOf = (surroundings: Surroundings, field: string): ReadonlyArray<{ readonly id: string; readonly name: string }> => {
  const { branches, brands } = surroundings.directory
  if (field === "advisorId") return advisors(surroundings)
  if (field === "branchId") return branches.map(({ branchId, name }) => ({ id: branchId, name }))
  return field === "brandId" ? brands.map(({ brandId, name }) => ({ id: brandId, name })) : []
}

/** Words that differ in capitals and accents alone name the same. */
const grouped = (names: ReadonlyArray<UnknownName>): ReadonlyArray<UnknownName & { readonly words: ReadonlyArray<string> }> =>
  [...Map.groupBy(names, ({ field, word }) => `${field} ${MappingDraft.form(word)}`).values()].map((own) => ({
    ...(own.find(({ branch }) => branch !== undefined) ?? own[0]!),
    words: own.map(({ word }) => word)
  }))

const firstOf = (names: ReadonlyArray<string>): string => `${names.slice(0, 3).join(", ")}${names.length > 3 ? "…" : ""}`

export const UnknownNames = ({ meaningOf, names, onChosen, onMeaning }: {
  readonly names: ReadonlyArray<UnknownName>
  /** The id that a word means already; empty where it means none. */
  readonly meaningOf: (name: UnknownName) => string
  /** A person says which id some words of a field mean; empty: none. */
  readonly onMeaning: (field: UnknownName["field"], words: ReadonlyArray<string>, id: string) => void
  /** Told of the names that are to be added, whenever they are others. */
  readonly onChosen: (names: Added) => void
}) => {
  const surroundings = useSurroundings()
  const [added, setAdded] = useKept<Readonly<Record<string, boolean>>>("nombres nuevos", {})
  const [branches, setBranches] = useKept<Readonly<Record<string, string>>>("sedes de nombres nuevos", {})
  const [lines, setLines] = useKept<Readonly<Record<string, string>>>("líneas de nombres nuevos", {})
  const [spellings, setSpellings] = useKept<Readonly<Record<string, string>>>("nombres escritos de otro modo", {})
  const rows = grouped(names)
  // Where the directory has none yet, each name is a new one unless a person says otherwise.
  const isAdded = (name: UnknownName): boolean => meaningOf(name) === "" && spellings[`${name.field} ${name.word}`] === undefined && (added[`${name.field} ${name.word}`] ?? choicesOf(surroundings, name.field).length === 0)
  /** The added name that this word spells in another way. */
  const sameAs = ({ field, word }: UnknownName): string | undefined => {
    const name = spellings[`${field} ${word}`]
    return rows.some((one) => one.field === field && one.word === name && isAdded(one)) ? name : undefined
  }
  const fresh = rows.filter(isAdded)
  const open = rows.filter((row) => !isAdded(row) && meaningOf(row) === "" && sameAs(row) === undefined)
  const freshOf = (field: UnknownName["field"]): ReadonlyArray<string> => fresh.filter((one) => one.field === field).map(({ word }) => word)
  const allBranches = [...choicesOf(surroundings, "branchId"), ...freshOf("branchId").map((word) => ({ id: word, name: word }))]
  const branchFor = ({ branch, word }: UnknownName): string => {
    const found = branch === undefined ? undefined : allBranches.find(({ id, name }) => [id, name].some((text) => MappingDraft.form(text) === MappingDraft.form(branch)))
    return branches[word] ?? found?.id ?? (allBranches.length === 1 ? allBranches[0]!.id : "")
  }
  const homeless = fresh.filter((one) => one.field === "advisorId" && branchFor(one) === "")
  const brands = freshOf("brandId").map((name) => ({ name, line: lines[name] ?? "" }))
  const unlined = brands.filter(({ line }) => line === "")
  const chosen: Added = {
    branches: freshOf("branchId"),
    brands,
    advisors: fresh.filter(({ field }) => field === "advisorId").map((one) => ({ name: one.word, branch: branchFor(one) })),
    count: fresh.length,
    isWhole: homeless.length + unlined.length === 0,
    same: rows.flatMap((row) => {
      const name = sameAs(row)
      return name === undefined ? [] : row.words.map((word) => ({ field: row.field, word, name }))
    })
  }
  useEffect(() => onChosen(chosen), [JSON.stringify(chosen)])
  if (rows.length === 0) return null
  const choose = (row: UnknownName & { readonly words: ReadonlyArray<string> }, value: string): void => {
    const { field, word, words } = row
    const own = `${field} ${word}`
    setAdded((last) => ({ ...last, [own]: value === ADDED }))
    setSpellings(({ [own]: _before, ...last }) => value.startsWith(SAME) ? { ...last, [own]: value.slice(SAME.length) } : last)
    const id = value === ADDED || value.startsWith(SAME) ? "" : value
    if (id !== meaningOf(row)) onMeaning(field, words, id)
  }
  return (
    <fieldset class="mapping-words">
      <legend>Nombres que no están en el directorio</legend>
      <p class="hint">Diga a quién corresponde cada uno, o déjelo para agregar al importar. Lo que se agrega se corrige después en Asesores y sedes.</p>
      {rows.map((row) => {
        const { field, word } = row
        return (
          <div key={`${field} ${word}`} class="mapping-word">
            <label>
              <span>«{word}» es {ownerWords[field]}</span>
              <select value={isAdded(row) ? ADDED : sameAs(row) === undefined ? meaningOf(row) : SAME + sameAs(row)!} onChange={({ currentTarget }) => choose(row, currentTarget.value)}>
                <option value="">(sin asignar)</option>
                {choicesOf(surroundings, field).map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
                {fresh.filter((one) => one.field === field && one.word !== word).map((one) => <option key={one.word} value={SAME + one.word}>{one.word}, que se agrega</option>)}
                <option value={ADDED}>Agregar al directorio</option>
              </select>
            </label>
            {field === "advisorId" && isAdded(row) && allBranches.length > 1 && (
              <label>
                <span>de la sede<span class="hidden"> de {word}</span></span>
                <select value={branchFor(row)} onChange={({ currentTarget }) => setBranches((last) => ({ ...last, [word]: currentTarget.value }))}>
                  <option value="">(escoja)</option>
                  {allBranches.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
                </select>
              </label>
            )}
            {field === "brandId" && isAdded(row) && (
              <label>
                <span>de la línea<span class="hidden"> de {word}</span></span>
                <select value={lines[word] ?? ""} onChange={({ currentTarget }) => setLines((last) => ({ ...last, [word]: currentTarget.value }))}>
                  <option value="">(escoja)</option>
                  <option value="cars">Carros</option>
                  <option value="motorcycles">Motos</option>
                </select>
              </label>
            )}
          </div>
        )
      })}
      {open.length > 0 && (
        <p class="note">
          {countText(open.length, "nombre queda", "nombres quedan")} sin asignar. Los registros de {open.length === 1 ? "ese nombre" : "esos nombres"} entran, pero no cuentan hasta que diga a quién corresponde{open.length === 1 ? "" : "n"} e importe el archivo otra vez.
        </p>
      )}
      {homeless.length > 0 && <p class="hint">Falta la sede de {firstOf(homeless.map(({ word }) => word))}.</p>}
      {unlined.length > 0 && <p class="hint">Falta la línea de {firstOf(unlined.map(({ name }) => name))}.</p>}
    </fieldset>
  )
}
