/**
 * The mapping of a telephone system's export to `phone-log.csv`: the call detail records (CDR) of Asterisk, as FreePBX, Issabel and
 * others export them with a header.
 *
 * An outgoing call is an entry of the advisor whose extension called, an incoming call of the advisor whose extension answered.
 * Calls between extensions, and calls of extensions without an advisor, are no entries.
 *
 * @example
 * ```ts run
 * import * as PhoneLogMapping from "@crm-procedure/intake/PhoneLogMapping"
 * import * as assert from "node:assert/strict"
 *
 * assert.ok(PhoneLogMapping.isAsterisk(["calldate", "clid", "src", "dst", "duration", "billsec", "uniqueid"]))
 * const { sources } = PhoneLogMapping.asterisk({ file: "cdr.csv", extensions: { "101": "A-0001" } })
 * assert.deepEqual(sources["cdr.csv"]?.records.map(({ kind }) => kind), ["phone-log", "phone-log"])
 * ```
 */
import * as SpanishWords from "@crm-procedure/core/records/SpanishWords"
import type * as ColumnMapping from "./ColumnMapping.ts"

/** What the mapping needs to know of the telephone system. */
export interface Given {
  /** The name of the file that is read. */
  readonly file: string
  /** The advisor of each extension. */
  readonly extensions: Readonly<Record<string, string>>
  /** The digits that are dialled for an outside line, as `9`. */
  readonly outsideLine?: string | undefined
  /** The zone of the dates, which have no offset; by default the dealership's. */
  readonly zone?: string | undefined
}

/** The columns by what they mean: Asterisk's own names, and those of its databases and panels. */
const columns = {
  entryId: ["uniqueid", "unique id"],
  startedAt: ["calldate", "start", "fecha"],
  source: ["src", "source", "origen"],
  caller: ["cnum"],
  destination: ["dst", "destination", "destino"],
  answering: ["dstchannel", "canal destino", "destination channel"],
  seconds: ["billsec", "duration", "duración"]
} as const

const has = (names: ReadonlySet<string>, some: ReadonlyArray<string>): boolean => some.some((name) => names.has(SpanishWords.nameForm(name)))

/** Whether a table with these columns holds call detail records of Asterisk. */
export const isAsterisk = (header: ReadonlyArray<string>): boolean => {
  const names = new Set(header.map(SpanishWords.nameForm))
  return [columns.entryId, columns.startedAt, columns.source, columns.destination].every((some) => has(names, some))
}

const of = (names: ReadonlyArray<string>, more: Partial<ColumnMapping.Expression> = {}): ColumnMapping.Expression =>
  ({ firstOf: names.map((column) => ({ column, optional: true as const })), ...more })

/** The extension of a channel: `PJSIP/101-0000002a` is that of 101. */
const ofChannel: ColumnMapping.Expression = of(columns.answering, { strip: { prefix: ["PJSIP/", "SIP/", "IAX2/", "Local/"] }, split: ["-", "@"] })

/** The mapping. A leg of a call that was transferred has the call's id again, and makes no second entry. */
export const asterisk = ({ extensions, file, outsideLine, zone }: Given): ColumnMapping.Mapping => {
  const known = Object.keys(extensions)
  const calling: ColumnMapping.Expression = { firstOf: [of(columns.source, { translate: extensions, otherwise: "" }), of(columns.caller, { translate: extensions, otherwise: "" })] }
  const answering: ColumnMapping.Expression = { firstOf: [of(columns.destination, { translate: extensions, otherwise: "" }), { ...ofChannel, translate: extensions, otherwise: "" }] }
  const common = {
    entryId: of(columns.entryId),
    startedAt: of(columns.startedAt),
    durationSeconds: of(columns.seconds)
  }
  const isAnothers = (expression: ColumnMapping.Expression): ColumnMapping.Condition => ({ value: expression, notIn: known })
  return {
    name: "Asterisk (CDR)",
    ...(zone === undefined ? {} : { zone }),
    sources: {
      [file]: {
        records: [
          {
            kind: "phone-log",
            distinct: true,
            when: [{ value: calling, present: true }, isAnothers(of(columns.destination))],
            fields: {
              ...common,
              advisorId: calling,
              number: of(columns.destination, outsideLine === undefined ? {} : { strip: { prefix: outsideLine } }),
              direction: { constant: "outbound" }
            }
          },
          {
            kind: "phone-log",
            distinct: true,
            when: [{ value: answering, present: true }, isAnothers(of(columns.source))],
            fields: { ...common, advisorId: answering, number: of(columns.source), direction: { constant: "inbound" } }
          }
        ]
      }
    }
  }
}
