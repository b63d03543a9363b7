/**
 * The plainest server that does the same work: bare `node:http`, `JSON.parse`, the rules that a prospect fails by itself, an
 * answer with its reasons. No key, no limit, no problem document, no log. Prints its port.
 */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Directory from "@crm-procedure/core/records/Directory"
import * as Policy from "@crm-procedure/core/policy/Policy"
import * as Prospect from "@crm-procedure/core/records/Prospect"
import * as ProspectRules from "@crm-procedure/core/judging/ProspectRules"
import * as RecordReader from "@crm-procedure/core/records/RecordReader"
import * as Verdict from "@crm-procedure/core/judging/Verdict"
import { createServer } from "node:http"
import { createInterface } from "node:readline"
import { directory } from "../servingDirectory.ts"

const index = Directory.index(directory)
const { prospectParameters, prospect: masks } = Policy.profiles(Policy.gcPro05).base
const decision = Verdict.decision(masks, "prospect")
const { prospectRules } = Policy.gcPro05
const keys = new Uint32Array(6)

/** What the service says of each rule too: it is part of the answer. */
const reasons = new Map(prospectRules.map(({ code, field, message, provenance, verifies }) =>
  [code, { code, outcome: "fails", message: message({}), field, evidence: {}, provenance, verifies }]))

const resultOf = (value: unknown, now: number): object => {
  const { record } = RecordReader.read<Prospect.Prospect>(Prospect.fields, value, Calendar.bogota, Prospect.faults)
  if (record === undefined) return { id: null, verdict: "unreadable" }
  const isActive = Directory.isActiveAdvisor(index.advisorAssignments(record.advisorId), Calendar.localDayOf(Calendar.bogota, record.createdAt))
  const failed = ProspectRules.judge(record, prospectParameters, index, now, isActive, keys)
  const findings = { failed, ownFailed: 0, ownUndecided: 0 }
  return {
    id: record.prospectId,
    verdict: Verdict.of(decision, findings),
    reasons: Verdict.codesOf(Verdict.reasonKey(masks, "prospect", findings), prospectRules).map((code) => reasons.get(code)),
    warnings: Verdict.codesOf(Verdict.warningKey(masks, "prospect", findings), prospectRules).map((code) => reasons.get(code))
  }
}

const server = createServer((request, response) => {
  const now = Date.now()
  if (request.headers["content-type"] === "application/x-ndjson") {
    response.writeHead(200, { "content-type": "application/x-ndjson" })
    let pending = ""
    createInterface({ input: request }).on("line", (line) => {
      pending += `${JSON.stringify(resultOf(JSON.parse(line), now))}\n`
      if (pending.length < 65_536) return
      response.write(pending)
      pending = ""
    }).on("close", () => response.end(pending))
    return
  }
  let body = ""
  request.setEncoding("utf8").on("data", (text: string) => body += text).on("end", () => {
    const { records } = JSON.parse(body) as { readonly records: ReadonlyArray<unknown> }
    response.writeHead(200, { "content-type": "application/json" })
    response.end(JSON.stringify({ results: records.map((record) => resultOf(record, now)) }))
  })
})
server.listen(0, "127.0.0.1", () => console.log(`port ${(server.address() as { readonly port: number }).port}`))
process.on("SIGTERM", () => process.exit(0))
