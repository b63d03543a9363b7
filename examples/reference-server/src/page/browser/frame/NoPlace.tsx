/** What an address shows that names no view, or a view that the person may not see. */
import { Heading } from "./Heading.tsx"
import { hrefOf } from "./Route.ts"
import type { Place } from "./Route.ts"
import { roleWords } from "./Spanish.ts"
import type { Role } from "./Contract.ts"

export const NoPlace = ({ first, isUnknown, role }: {
  /** The address names no view; otherwise a view that the role may not see. */
  readonly isUnknown: boolean
  readonly role: Role
  /** Where one may go. */
  readonly first: Place | undefined
}) => (
  <>
    <Heading eyebrow={isUnknown ? "Dirección desconocida" : "Sin permiso"}>{isUnknown ? "Esta dirección no existe" : "Su rol no puede ver esto"}</Heading>
    <p>
      {isUnknown
        ? "El enlace está mal escrito o es de otra versión de la página."
        : `${roleWords[role]} no tiene esta vista. Si la necesita, pídala a quien administra los accesos.`}
    </p>
    {first !== undefined && <p class="actions"><a class="button main-action" href={`/${hrefOf(first)}`}>Ir al inicio</a></p>}
  </>
)
