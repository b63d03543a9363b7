/** What a reader's figures cover, where that is not the whole dealership: which branch is seen in part, and what is left out. */
import type { ReaderScope } from "../frame/Contract.ts"
import { branchName, useSurroundings } from "../frame/Surroundings.ts"

const lineWords = { cars: "carros", motorcycles: "motos" } as const

export const ScopeNote = ({ scope: { branches, kind, lines, partial } }: { readonly scope: ReaderScope }) => {
  const surroundings = useSurroundings()
  if (kind !== "places") return null
  const places = branches === null ? "todas las sedes" : branches.map((id) => branchName(surroundings, id)).join(", ")
  return (
    <p class="note">
      Estas cifras son de {places}{lines !== null && <>, {lines.map((line) => lineWords[line]).join(" y ")}</>}.
      {partial.map(({ branchId, leftOutLines }) => <> {branchName(surroundings, branchId)} es parcial: quedan fuera {leftOutLines.map((line) => lineWords[line]).join(" y ")}.</>)}
    </p>
  )
}
