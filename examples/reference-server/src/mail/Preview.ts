/** Shows a person's letters before they come: the same composition as the outbox, stored nowhere. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Records from "@crm-procedure/core/register/Records"
import type { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import type { IntakeStore } from "@crm-procedure/core/service/IntakeStore"
import type { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import type * as User from "@crm-procedure/core/service/User"
import * as LetterPreview from "@crm-procedure/http-api/messages/LetterPreview"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Letter from "./Letter.ts"
import * as LetterSource from "./LetterSource.ts"
import * as Workbook from "./Workbook.ts"

/** How far back a preview looks for an escalation. */
const LOOKED_BACK_MILLIS = 30 * Calendar.DAY

const composed = Effect.fnUntraced(function*(user: User.User, kind: LetterPreview.Kind, now: Calendar.Instant, options: LetterSource.Options) {
  const { dealership } = user.identity
  const directory = yield* Records.Records.use((records) => records.directory(dealership))
  switch (kind) {
    case "morning":
      return yield* LetterSource.morning(user, directory, now, options)
    case "weekly":
      return yield* LetterSource.weekly(user, directory, now, options)
    case "escalation": {
      for (const one of yield* LetterSource.escalationsSince(dealership, now - LOOKED_BACK_MILLIS)) {
        const letter = yield* LetterSource.escalation(user, directory, one, options)
        if (letter !== undefined) return letter
      }
      return undefined
    }
    case "contact-due": {
      const [first] = yield* LetterSource.contactsDue(user, now)
      return first === undefined ? undefined : yield* LetterSource.contactDue(user, directory, first, options)
    }
  }
})

/** The port over the services. */
export const layer = (options: LetterSource.Options): Layer.Layer<never, never, CrmProcedure | Records.Records | ServiceStore | IntakeStore> =>
  Layer.effect(LetterPreview.LetterPreview, Effect.map(Effect.context<CrmProcedure | Records.Records | ServiceStore | IntakeStore>(), (context): LetterPreview.Compose => (user, kind, now) =>
    composed(user, kind, now, options).pipe(
      Effect.map((found: LetterSource.Composed | undefined) =>
        found === undefined ? undefined : {
          subject: found.letter.subject,
          text: Letter.textOf(found.letter),
          html: Letter.htmlOf(found.letter),
          ...(found.attachment === undefined ? {} : { workbook: Workbook.nameOf(found.attachment) })
        }),
      Effect.provideContext(context)
    )))
