/** The workbook that goes with a letter: the form that the person would download, made by the threads that answer heavy requests. */
import type { Attachment } from "@crm-procedure/core/service/Message"
import type * as User from "@crm-procedure/core/service/User"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type * as HeavyWork from "@crm-procedure/http-api/access/HeavyWork"
import { mediaTypes } from "@crm-procedure/http-api/forms/FormEndpoints"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { HttpServerRequest } from "effect/http"
import { zone } from "./LetterSource.ts"

/** The workbook can't be made now; it is tried again with the message. */
export class WorkbookNotMade extends Data.TaggedError("WorkbookNotMade")<{ readonly found: string }> {}

/** A file that goes with a letter. */
export interface Enclosure {
  readonly name: string
  readonly mediaType: string
  readonly content: Uint8Array
}

/** The file's name. */
export const nameOf = ({ period }: Attachment): string => `Reporte de cumplimiento CRM ${period}.xlsx`

/** Makes the workbook for a person; undefined where it is larger than a letter carries. */
export type Make = (user: User.User, attachment: Attachment) => Effect.Effect<Enclosure | undefined, WorkbookNotMade>

/** A larger file is refused by many mail servers: as text it grows by a third. */
export const LARGEST_BYTES = 8 * 1024 * 1024

/** How much of an answer fits. */
const collected = (pieces: Stream.Stream<Uint8Array, unknown>): Effect.Effect<Uint8Array | undefined, WorkbookNotMade> =>
  Effect.gen(function*() {
    const parts: Array<Uint8Array> = []
    let bytes = 0
    yield* pieces.pipe(
      Stream.takeUntil((piece) => {
        parts.push(piece)
        bytes += piece.length
        return bytes > LARGEST_BYTES
      }),
      Stream.runDrain,
      Effect.mapError(() => new WorkbookNotMade({ found: "an answer that broke off" }))
    )
    return bytes > LARGEST_BYTES ? undefined : Buffer.concat(parts)
  })

/** Over what answers heavy requests. The request goes in the person's name, so that the workbook shows what the person may see. */
export const over = (answer: HeavyWork.Answer): Make =>
  Effect.fn("Workbook.make")(function*({ id, identity }, attachment) {
    const { asOf, form, period } = attachment
    const url = `/v1/forms/${form}/${period}?format=xlsx&asOf=${encodeURIComponent(Calendar.formatInstant(zone, asOf))}`
    const request = HttpServerRequest.fromWeb(new Request(`http://outbox${url}`))
    const content = yield* Effect.scoped(Effect.gen(function*() {
      const { body, status } = yield* answer({ caller: { identity, keyId: id }, request, isStreaming: false, isRepeated: false }).pipe(
        Effect.mapError(() => new WorkbookNotMade({ found: "no thread free" }))
      )
      if (status !== 200) return yield* new WorkbookNotMade({ found: `status ${status}` })
      return body._tag === "Stream" ? yield* collected(body.stream) : body._tag === "Uint8Array" ? yield* collected(Stream.succeed(body.body)) : yield* new WorkbookNotMade({ found: "no workbook" })
    }))
    return content === undefined ? undefined : { name: nameOf(attachment), mediaType: mediaTypes.xlsx, content }
  })
