/** A reason as a person reads it: what is wrong, what was found, where the rule comes from, and the clause behind it. */
import type { ComponentChildren } from "preact"
import type { Reason, SubjectType } from "../frame/Contract.ts"
import { hrefOf } from "../frame/Route.ts"
import { fieldWord, provenanceWords } from "../frame/Spanish.ts"
import { useSurroundings } from "../frame/Surroundings.ts"

export const ReasonCard = ({ appeal, isWarning = false, reason, subject }: {
  /** A warning takes no validity away. */
  readonly isWarning?: boolean | undefined
  readonly reason: Reason
  readonly subject: SubjectType
  /** What the reader can do about it, by the rule's code. */
  readonly appeal?: ((code: string) => ComponentChildren) | undefined
}) => {
  const { kept, procedure: { policy: { rules }, procedure } } = useSurroundings()
  const { code, evidence, field, message, outcome, provenance, verifies } = reason
  const title = rules.find((rule) => rule.code === code && rule.subject === subject)?.title.es ?? code
  const clause = procedure.clauses.find(({ id }) => id === verifies)
  const isAboutProspect = code === "duplicate" || code.startsWith("prospect-")
  return (
    <article class={isWarning ? "reason is-warning" : `reason is-${outcome}`}>
      <h3>{title}</h3>
      <p>{message.es}</p>
      <dl>
        <div>
          <dt>Campo</dt>
          <dd>{fieldWord(field)}</dd>
        </div>
        {evidence.otherRecordId !== undefined && (
          <div>
            <dt>Otro registro</dt>
            <dd><a href={hrefOf(isAboutProspect ? "prospecto" : "actividad", kept, evidence.otherRecordId)}>{evidence.otherRecordId}</a></dd>
          </div>
        )}
        {evidence.found !== undefined && <div><dt>Encontrado</dt><dd>{evidence.found}</dd></div>}
        {evidence.expected !== undefined && <div><dt>Esperado</dt><dd>{evidence.expected}</dd></div>}
        <div>
          <dt>De dónde sale</dt>
          <dd>
            {provenanceWords[provenance.kind]}
            {provenance.kind === "law" && `: ${provenance.reference}`}
            {provenance.note !== undefined && <span class="muted">. {provenance.note.es}</span>}
          </dd>
        </div>
        <div>
          <dt>Cláusula</dt>
          <dd>
            {clause !== undefined && <q>{clause.text.es}</q>} <span class="code">{verifies}</span>
          </dd>
        </div>
      </dl>
      {appeal?.(code)}
    </article>
  )
}
