/** The names of accounts and keys beside what they did. Only those who read the audit are told who holds one. */
import type { Period } from "@crm-procedure/core/calendar/Calendar"
import * as Access from "@crm-procedure/core/records/Access"
import type * as Records from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import type * as HandlerContext from "../request/HandlerContext.ts"

/** The names of users and keys by their ids, as they are now. */
export type AccountNames = ReadonlyMap<string, string>

/** The names that a reader is told; none to others. */
export const namesFor = Effect.fnUntraced(function*({ serviceStore }: HandlerContext.HandlerContext, { dealership, identity }: Pick<HandlerContext.Visit, "dealership" | "identity">) {
  if (!Access.may(identity, "audit.read")) return new Map<string, string>()
  const [users, keys] = yield* Effect.all([serviceStore.users(dealership), serviceStore.keys(dealership)])
  return new Map([...keys, ...users].map(({ id, name }) => [id, name]))
})

/** Who closed or reopened a period at an instant, by name; undefined where that is not told or not known. */
export type NameOfClosing = (action: "period.closed" | "period.reopened", period: Period, at: number) => string | undefined

/**
 * Names who made closes and reopenings. A snapshot keeps an employee or a role, and the audit the account: closes without an employee
 * are looked up there.
 */
export const ofClosings = Effect.fnUntraced(function*(
  context: HandlerContext.HandlerContext,
  visit: Pick<HandlerContext.Visit, "dealership" | "identity">,
  closings: ReadonlyArray<Pick<Records.SnapshotLink, "closedBy"> & { readonly reopenedBy?: string | undefined }>
): Effect.fn.Return<NameOfClosing, Effect.Error<ReturnType<typeof namesFor>> | Records.RecordsError> {
  const isRole = (by: string | undefined): boolean => (Access.roles as ReadonlyArray<string | undefined>).includes(by)
  if (!Access.may(visit.identity, "audit.read") || !closings.some(({ closedBy, reopenedBy }) => isRole(closedBy) || isRole(reopenedBy))) return () => undefined
  const names = yield* namesFor(context, visit)
  const entries = yield* context.records.auditEntries(visit.dealership, { subject: { type: "period" } })
  const authors = new Map(entries.map(({ action, at, by, subject }) => [JSON.stringify([action, subject.id, at]), by]))
  return (action, period, at) => names.get(authors.get(JSON.stringify([action, period, at])) ?? "")
})
