/** What has become of an edition of the policy, in words. */
import type { EditionSummary } from "../frame/Contract.ts"
import { periodText } from "../frame/Spanish.ts"

export const stateWords = { draft: "Borrador", approved: "Aprobada", withdrawn: "Retirada" } as const

/** In which months an edition holds. */
export const holdsText = ({ holds }: Pick<EditionSummary, "holds">): string =>
  holds === undefined ? "—" : holds.to === undefined ? `desde ${periodText(holds.from)}` : holds.to === holds.from ? periodText(holds.from) : `de ${periodText(holds.from)} a ${periodText(holds.to)}`
