import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { PhoneLogEntry } from "@crm-procedure/core/records/PhoneLogEntry"
import * as ColumnMapping from "@crm-procedure/intake/ColumnMapping"
import * as PhoneLogMapping from "@crm-procedure/intake/PhoneLogMapping"
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"

const header = "calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,duration,billsec,disposition,amaflags,accountcode,uniqueid,userfield"

const read = (rows: ReadonlyArray<string>, more: Partial<PhoneLogMapping.Given> = {}) => {
  const mapping = Result.getOrThrow(ColumnMapping.read(PhoneLogMapping.asterisk({ file: "cdr.csv", extensions: { "101": "A1", "102": "A2" }, ...more })))
  const entries: Array<PhoneLogEntry> = []
  const faults: Array<string> = []
  const reader = ColumnMapping.reader(mapping, "cdr.csv", Calendar.bogota, {
    onRecord: ({ kind, record }) => {
      if (kind === "phone-log") entries.push(record)
    },
    onRejected: ({ faults: found, line }) => {
      for (const { column, found: cell } of found) faults.push(`${line} ${column} ${cell}`)
    }
  })
  reader.push(Buffer.from([...rows, ""].join("\n")))
  reader.end()
  return { faults, entries: entries.map(({ advisorId, direction, durationSeconds, entryId, number, startedAt }) => [entryId, Calendar.formatInstant(Calendar.bogota, startedAt), advisorId, number, direction, durationSeconds]) }
}

describe("call detail records of Asterisk", () => {
  it("are known by their columns, in any order", () => {
    assert.isTrue(PhoneLogMapping.isAsterisk(header.split(",").toReversed()))
    assert.isTrue(PhoneLogMapping.isAsterisk(["start", "src", "dst", "billsec", "uniqueid"]))
    assert.isFalse(PhoneLogMapping.isAsterisk(["entry_id", "started_at", "advisor_id", "number"]))
  })

  it("become entries of the advisors who called or answered, each call once, and no entry where no advisor's extension takes part", () => {
    const { entries, faults } = read([
      header,
      "2024-03-05 14:21:33,\"\"\"Ana\"\" <101>\",101,93104567812,from-internal,PJSIP/101-00000001,SIP/troncal-00000002,Dial,,65,58,ANSWERED,3,,1709666493.1,",
      "2024-03-05 14:21:33,,101,93104567812,from-internal,PJSIP/101-00000001,SIP/troncal-00000003,Dial,,65,58,ANSWERED,3,,1709666493.1,",
      "2024-03-05 15:00:00,,3104567812,600,from-trunk,SIP/troncal-00000004,PJSIP/102-00000005,Queue,,40,0,NO ANSWER,3,,1709668800.4,",
      "2024-03-05 15:10:00,,6014567890,101,from-trunk,SIP/troncal-00000006,PJSIP/101-00000007,Dial,,40,33,ANSWERED,3,,1709669400.6,",
      "2024-03-05 15:20:00,,101,102,from-internal,PJSIP/101-00000008,PJSIP/102-00000009,Dial,,12,10,ANSWERED,3,,1709670000.8,",
      "2024-03-05 15:30:00,,105,3104567812,from-internal,PJSIP/105-0000000a,SIP/troncal-0000000b,Dial,,12,10,ANSWERED,3,,1709670600.10,"
    ], { outsideLine: "9" })
    assert.deepStrictEqual(entries, [
      ["1709666493.1", "2024-03-05T14:21:33-05:00", "A1", "3104567812", "outbound", 58],
      ["1709668800.4", "2024-03-05T15:00:00-05:00", "A2", "3104567812", "inbound", 0],
      ["1709669400.6", "2024-03-05T15:10:00-05:00", "A1", "6014567890", "inbound", 33]
    ])
    assert.isEmpty(faults)
  })

  it("name the row whose date can't be read", () => {
    assert.deepStrictEqual(read([header, "ayer,,101,3104567812,,,,,,1,1,,,,7.1,"]).faults, ["2 calldate → started_at ayer"])
  })
})
