/** The views of the places that are loaded after the first view. */
import { AccountView } from "../accounts/AccountView.tsx"
import { KeysView } from "../accounts/KeysView.tsx"
import { MessagesView } from "../accounts/MessagesView.tsx"
import { UsersView } from "../accounts/UsersView.tsx"
import { AppealsView } from "../appeals/AppealsView.tsx"
import { CallsView } from "../calls/CallsView.tsx"
import { CloseView } from "../close/CloseView.tsx"
import { DirectoryView } from "../directory/DirectoryView.tsx"
import { GoalsView } from "../goals/GoalsView.tsx"
import { NewRecordView } from "../records/RecordForm.tsx"
import { PersonalDataView } from "../people/PersonalDataView.tsx"
import { DetailView } from "../records/DetailView.tsx"
import { FormsView } from "../forms/FormsView.tsx"
import { ImportView } from "../imports/ImportView.tsx"
import { LeadsView } from "../leads/LeadsView.tsx"
import { PolicyView } from "../policies/PolicyView.tsx"
import { ActivityView, ProspectView } from "../records/RecordView.tsx"
import { ChangesView } from "../changes/ChangesView.tsx"
import { TrendView } from "../trend/TrendView.tsx"
import { AuditView } from "../history/AuditView.tsx"
import type { Place, Route } from "./Route.ts"
import { WhatIfView } from "../whatif/WhatIfView.tsx"

export const View = ({ id, place, query }: { readonly place: Exclude<Place, "hoy" | "mes">; readonly id: string | undefined; readonly query: Route["query"] }) => {
  switch (place) {
    case "metas":
      return <GoalsView />
    case "directorio":
      return <DirectoryView />
    case "datos-personales":
      return <PersonalDataView query={query} />
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
    case "importar":
      return <ImportView />
    case "que-pasaria-si":
      return <WhatIfView />
    case "politica":
      return <PolicyView id={id} query={query} />
    case "formularios":
      return <FormsView />
    case "cierre":
      return <CloseView />
    case "auditoria":
      return <AuditView query={query} />
    case "personas":
      return <UsersView />
    case "llaves":
      return <KeysView />
    case "mi-cuenta":
      return <AccountView />
    case "mensajes":
      return <MessagesView />
  }
}
