/** The views of the places that administer a dealership: its files, its people, its policy and its close. */
import { AccountView } from "../accounts/AccountView.tsx"
import { KeysView } from "../accounts/KeysView.tsx"
import { MessagesView } from "../accounts/MessagesView.tsx"
import { UsersView } from "../accounts/UsersView.tsx"
import { CloseView } from "../close/CloseView.tsx"
import { DirectoryView } from "../directory/DirectoryView.tsx"
import { GoalsView } from "../goals/GoalsView.tsx"
import { PersonalDataView } from "../people/PersonalDataView.tsx"
import { ImportView } from "../imports/ImportView.tsx"
import { WhatIfView } from "../whatif/WhatIfView.tsx"
import { PolicyView } from "../policies/PolicyView.tsx"
import type { AdministrationPlace } from "./OpenView.tsx"
import type { Route } from "./Route.ts"

export const AdministrationView = ({ id, place, query }: { readonly place: AdministrationPlace; readonly id: string | undefined; readonly query: Route["query"] }) => {
  switch (place) {
    case "metas":
      return <GoalsView />
    case "directorio":
      return <DirectoryView />
    case "datos-personales":
      return <PersonalDataView query={query} />
    case "importar":
      return <ImportView />
    case "que-pasaria-si":
      return <WhatIfView />
    case "cierre":
      return <CloseView />
    case "personas":
      return <UsersView />
    case "llaves":
      return <KeysView />
    case "mi-cuenta":
      return <AccountView />
    case "mensajes":
      return <MessagesView />
    case "politica":
      return <PolicyView id={id} query={query} />
  }
}
