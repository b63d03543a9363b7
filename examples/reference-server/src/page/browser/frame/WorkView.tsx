/** The views of the places of the daily work that are loaded after the first view, and the audit, whose words a record's history needs too. */
import { AppealsView } from "../appeals/AppealsView.tsx"
import { AuditView } from "../history/AuditView.tsx"
import { CallsView } from "../calls/CallsView.tsx"
import { NewRecordView } from "../records/RecordForm.tsx"
import { DetailView } from "../records/DetailView.tsx"
import { FormsView } from "../forms/FormsView.tsx"
import { LeadsView } from "../leads/LeadsView.tsx"
import { ActivityView, ProspectView } from "../records/RecordView.tsx"
import { ChangesView } from "../changes/ChangesView.tsx"
import { TrendView } from "../trend/TrendView.tsx"
import type { AdministrationPlace } from "./OpenView.tsx"
import type { Place, Route } from "./Route.ts"

/** The places of these views. */
type WorkPlace = Exclude<Place, "hoy" | "mes" | AdministrationPlace>

export const WorkView = ({ id, place, query }: { readonly place: WorkPlace; readonly id: string | undefined; readonly query: Route["query"] }) => {
  switch (place) {
    case "tendencias":
      return <TrendView query={query} />
    case "cambios":
      return <ChangesView query={query} />
    case "detalle":
      return <DetailView query={query} />
    case "prospecto":
      return id === undefined ? <NewRecordView subject="prospect" given={{}} /> : <ProspectView id={id} />
    case "actividad":
      return id === undefined ? <NewRecordView subject="activity" given={query.de === undefined ? {} : { prospectId: query.de, advisorId: query.asesor ?? "" }} /> : <ActivityView id={id} />
    case "leads":
      return <LeadsView query={query} />
    case "llamadas":
      return <CallsView />
    case "apelaciones":
      return <AppealsView query={query} />
    case "auditoria":
      return <AuditView query={query} />
    case "formularios":
      return <FormsView />
  }
}
