/** The id of a record of either kind: the kind, a colon, and the record's id. A prospect's id alone names that prospect. */
import type { SubjectKey } from "@crm-procedure/core/register/Records"
import * as HandlerContext from "./HandlerContext.ts"

/** Writes a subject's id. */
export const of = ({ id, type }: SubjectKey): string => `${type}:${id}`

/** The subject that an id names; undefined: no record can have that id. */
export const parse = (id: string): SubjectKey | undefined => {
  const [, type, rest] = /^(prospect|activity):(.+)$/s.exec(id) ?? []
  const subject: SubjectKey = type === undefined ? { type: "prospect", id } : { type: type as SubjectKey["type"], id: rest! }
  return HandlerContext.isId(subject.id) ? subject : undefined
}
