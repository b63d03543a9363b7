/** The view of each place. */
import { CallsView } from "./CallsView.tsx"
import { CloseView } from "./CloseView.tsx"
import { DetailView } from "./DetailView.tsx"
import { FormsView } from "./FormsView.tsx"
import { ImportView } from "./ImportView.tsx"
import { LeadsView } from "./LeadsView.tsx"
import { MonthView } from "./MonthView.tsx"
import { ActivityView, ProspectView } from "./RecordView.tsx"
import type { Place, Route } from "./Route.ts"
import { WhatIfView } from "./WhatIfView.tsx"

export const View = ({ id, place, query }: { readonly place: Place; readonly id: string | undefined; readonly query: Route["query"] }) => {
  switch (place) {
    case "mes":
      return <MonthView />
    case "detalle":
      return <DetailView query={query} />
    case "prospecto":
      return <ProspectView id={id ?? ""} />
    case "actividad":
      return <ActivityView id={id ?? ""} />
    case "leads":
      return <LeadsView query={query} />
    case "llamadas":
      return <CallsView />
    case "importar":
      return <ImportView />
    case "que-pasaria-si":
      return <WhatIfView />
    case "formularios":
      return <FormsView />
    case "cierre":
      return <CloseView />
  }
}
