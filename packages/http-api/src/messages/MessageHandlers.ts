/** Serves the messages of the caller. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type * as Message from "@crm-procedure/core/service/Message"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../Api.ts"
import * as Body from "../request/Body.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import * as Refusing from "../request/Refusing.ts"
import * as Write from "../request/Write.ts"
import { present } from "../request/Encoding.ts"
import { LetterPreview } from "./LetterPreview.ts"
import { MessagePreferences, type MessageView } from "./MessageEndpoints.ts"

const LISTED = 30

const decodePreferences = Body.decode(MessagePreferences)

const shown = ({ createdAt, id, kind, lastFailure, readAt, state, subject, text }: Message.Message, zone: Calendar.Zone): ReadonlyArray<typeof MessageView.Type> =>
  kind === "invitation"
    ? []
    : [present({ id, kind, subject, text, createdAt: Calendar.formatInstant(zone, createdAt), mail: state, failure: lastFailure, read: readAt !== undefined })]

const noAddress = () =>
  Refusing.refuse("Conflict", {
    es: "Una llave no recibe correos: ingrese con su correo y contraseña.",
    en: "A key receives no e-mail: sign in with an e-mail and a password."
  })

const changedMeanwhile = () => Refusing.refuse("Conflict", { es: "Su cuenta cambió entretanto. Inténtelo de nuevo.", en: "Your account changed meanwhile. Try again." })

export const layer = HttpApiBuilder.group(Api, "messages", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  const { serviceStore } = context
  const compose = yield* LetterPreview
  const userOf = ({ caller, dealership }: HandlerContext.Visit) => Effect.map(serviceStore.user(dealership, caller.keyId), Option.getOrUndefined)
  return handlers
    .handleRaw("preferences", (given) => Write.json(
      context,
      given,
      decodePreferences,
      Effect.fnUntraced(function*({ muted, wanted }, visit) {
        const user = yield* userOf(visit)
        if (user === undefined) return yield* noAddress()
        const mutes = [...new Set(muted)]
        const wants = wanted === undefined ? user.wants ?? [] : [...new Set(wanted)]
        if (!(yield* serviceStore.putUser({ ...user, mutes, wants, revision: user.revision + 1 }))) return yield* changedMeanwhile()
        return { status: 200, body: { muted: mutes, wanted: wants } }
      })
    ))
    .handleAll({
      messages: () =>
        HandlerContext.serve(Effect.gen(function*() {
          const visit = yield* HandlerContext.visit(context)
          const user = yield* userOf(visit)
          const items = (yield* serviceStore.messagesOf(visit.dealership, visit.caller.keyId, LISTED)).flatMap((one) => shown(one, visit.zone))
          return { items, unread: items.filter(({ read }) => !read).length, muted: user?.mutes ?? [], wanted: user?.wants ?? [] }
        })),
      preview: ({ params: { kind } }) =>
        HandlerContext.serve(Effect.gen(function*() {
          const visit = yield* HandlerContext.visit(context)
          const user = yield* userOf(visit)
          if (user === undefined) return yield* noAddress()
          const letter = yield* compose(user, kind, visit.now)
          return { kind, letter: letter === undefined ? null : present(letter) }
        })),
      read: () =>
        HandlerContext.serve(Effect.gen(function*() {
          const { caller, dealership, now } = yield* HandlerContext.visit(context)
          yield* serviceStore.readMessages(dealership, caller.keyId, now)
        }))
    })
}))
