/** The way from figures to who changed them, for people who may read the audit. */
import { hrefOf } from "../frame/Route.ts"
import { may, useSurroundings } from "../frame/Surroundings.ts"

export const AuditLink = ({ of, text }: { readonly of: string; readonly text: string }) => {
  const surroundings = useSurroundings()
  return may(surroundings, "audit.read") ? <p><a href={hrefOf("auditoria", { ...surroundings.kept, sobre: of })}>{text}</a></p> : null
}
