/**
 * The port that says whether a dealership's stored data is being prepared, as after a release that judges otherwise. Its requests are then
 * refused with 503 and `Retry-After`: an answer would have to judge the whole history. By default every dealership is ready.
 *
 * @see docs/decisions/0091-requests-wait-for-renewed-verdicts.md
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"

/** After how many seconds a dealership's requests may come again; 0 where it is ready. */
export type SecondsOf = (dealership: string) => Effect.Effect<number>

export const Preparation = Context.Reference<SecondsOf>("@crm-procedure/http-api/access/Preparation", { defaultValue: () => () => Effect.succeed(0) })
