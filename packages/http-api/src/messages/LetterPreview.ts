/** The port that composes a person's letters, so that they can be seen before they come. A server that writes letters provides it. */
import type * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type * as Records from "@crm-procedure/core/register/Records"
import type * as IntakeStore from "@crm-procedure/core/service/IntakeStore"
import type * as Message from "@crm-procedure/core/service/Message"
import type * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import type * as User from "@crm-procedure/core/service/User"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"

/** The kinds of letters that can be seen: all but an invitation, which carries a secret. */
export type Kind = Exclude<Message.Message["kind"], "invitation">

/** A letter as it would be sent now. */
export interface PreviewedLetter {
  readonly subject: string
  readonly text: string
  readonly html: string
  /** The name of the workbook that would go with it. */
  readonly workbook?: string | undefined
}

/** Composes a letter of a kind for a person, as of an instant; undefined where none would be written. Stores nothing. */
export type Compose = (
  user: User.User,
  kind: Kind,
  now: Calendar.Instant
) => Effect.Effect<PreviewedLetter | undefined, Records.RecordsError | ServiceStore.ServiceStoreError | IntakeStore.IntakeStoreError>

/** Composes nothing. */
export const LetterPreview = Context.Reference<Compose>("@crm-procedure/http-api/messages/LetterPreview", { defaultValue: () => () => Effect.succeed(undefined) })
