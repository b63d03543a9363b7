/** Takes a reassignment back: each lead returns to its advisor, with the time to its first contact as it ran before. */
import { announce } from "../frame/Announcement.ts"
import type { Assigned, RecordPast } from "../frame/Contract.ts"
import { useOnce } from "../frame/Once.ts"
import { messageOf, read, write } from "../frame/Request.ts"
import { countText } from "../frame/Spanish.ts"
import { advisorName, useSurroundings } from "../frame/Surroundings.ts"

/** Leads that were given to an advisor. */
export interface Reassigned {
  readonly ids: ReadonlyArray<string>
  readonly advisorId: string
}

/** How a lead was assigned before; undefined where it was changed again meanwhile. */
const assignmentBefore = async (prospectId: string, advisorId: string) => {
  const { versions } = await read<RecordPast>(`/v1/prospects/${encodeURIComponent(prospectId)}/history`)
  const [before, after] = versions.slice(-2).map(({ record }) => record)
  if (before === undefined || after?.["advisorId"] !== advisorId) return undefined
  return { prospectId, advisorId: before["advisorId"], branchId: before["branchId"], assignedAt: before["assignedAt"] ?? before["createdAt"] }
}

export const AssignmentUndo = ({ given, onDone }: { readonly given: Reassigned; readonly onDone: () => void }) => {
  const surroundings = useSurroundings()
  const [isSending, once] = useOnce()
  const undo = async (): Promise<void> => {
    try {
      const found = []
      for (const id of given.ids) found.push(await assignmentBefore(id, given.advisorId))
      const assignments = found.filter((one) => one !== undefined)
      const { results } = assignments.length === 0 ? { results: [] } : await write<Assigned>("POST", "/v1/leads/assignments", { assignments })
      const returned = results.filter(({ assigned }) => assigned).length
      const left = given.ids.length - returned
      announce(
        `${countText(returned, "lead volvió", "leads volvieron")} a su asesor${left === 0 ? "" : `; ${countText(left, "quedó", "quedaron")} como ${left === 1 ? "está" : "están"}, porque cambió después o su asesor ya no está activo`}.`,
        left === 0 ? "done" : "refused"
      )
      onDone()
    } catch (cause) {
      announce(messageOf(cause), "refused")
    }
  }
  return (
    <p class="note undo">
      {countText(given.ids.length, "lead quedó", "leads quedaron")} con {advisorName(surroundings, given.advisorId)}.{" "}
      <button type="button" class="quiet" aria-disabled={isSending} onClick={() => once(undo)}>{isSending ? "Deshaciendo…" : "Deshacer"}</button>
    </p>
  )
}
