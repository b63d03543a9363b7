/** The leads that were lost without any contact, each advisor's by name. */
import type { ComplianceReport } from "../frame/Contract.ts"
import { hrefOf } from "../frame/Route.ts"
import { countText } from "../frame/Spanish.ts"
import { advisorName, useSurroundings } from "../frame/Surroundings.ts"

export const LostLeads = ({ count, leads }: { readonly count: number; readonly leads: ComplianceReport["lostWithoutContact"] }) => {
  const surroundings = useSurroundings()
  return (
    <details class="lost-leads">
      <summary>{countText(count, "lead se perdió", "leads se perdieron")} sin ningún contacto</summary>
      <ul>
        {[...Map.groupBy(leads, ({ advisorId }) => advisorId)].map(([advisorId, own]) => (
          <li key={advisorId}>
            {advisorName(surroundings, advisorId)}:{" "}
            {own.map(({ prospectId }, place) => (
              <>{place > 0 && ", "}<a key={prospectId} href={hrefOf("prospecto", surroundings.kept, prospectId)}>{prospectId}</a></>
            ))}
          </li>
        ))}
      </ul>
    </details>
  )
}
