/** The history of a record: its versions with who made them, and its verdicts in time. Asked for when it is opened. */
import { useState } from "preact/hooks"
import { useAnswer } from "../frame/Answer.ts"
import type { RecordPast, SubjectType } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { AuditLink } from "./AuditLink.tsx"
import { activityVerdictWords, instantText, prospectVerdictWords } from "../frame/Spanish.ts"
import { useSurroundings } from "../frame/Surroundings.ts"
import { authorText, changeText } from "./AuditWords.ts"

const paths = { prospect: "prospects", activity: "activities" } as const

export const RecordHistory = ({ id, subject }: { readonly id: string; readonly subject: SubjectType }) => {
  const surroundings = useSurroundings()
  const { procedure: { policy: { rules } } } = surroundings
  const [isOpen, setOpen] = useState(false)
  const [answer, ask] = useAnswer<RecordPast>(isOpen ? `/v1/${paths[subject]}/${encodeURIComponent(id)}/history` : undefined)
  const words = subject === "prospect" ? prospectVerdictWords : activityVerdictWords
  const titleOf = (code: string): string => rules.find((rule) => rule.code === code && rule.subject === subject)?.title.es ?? code
  return (
    <section aria-labelledby="record-history">
      <h2 id="record-history">Historial</h2>
      {!isOpen && <p><button type="button" onClick={() => setOpen(true)}>Ver quién lo cambió y cuándo</button></p>}
      {isOpen && (
        <Awaited answer={answer} what="el historial" onRetry={ask}>
          {({ verdicts, versions }) => (
            <>
              <ol class="own-activities">
                {versions.map(({ at, author, changes, revision }) => (
                  <li key={revision}>
                    <p><strong>{revision === 0 ? "Llegó" : "Cambió"}</strong>{at !== null && <> el {instantText(at)}</>} · <span class="muted">{authorText(surroundings, author)}</span></p>
                    {changes.length > 0 && <ul>{changes.map((change) => <li key={change.field}>{changeText(change, surroundings)}</li>)}</ul>}
                  </li>
                ))}
              </ol>
              <h3>Sus veredictos</h3>
              <ol>
                {verdicts.map(({ at, reasons, verdict }) => (
                  <li key={at}>{words[verdict]} desde el {instantText(at)}{reasons !== null && reasons.length > 0 && <>: {reasons.map(titleOf).join(", ")}</>}</li>
                ))}
              </ol>
              <AuditLink of={`${subject}:${id}`} text="Ver sus entradas en la auditoría" />
            </>
          )}
        </Awaited>
      )}
    </section>
  )
}
