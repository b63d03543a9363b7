import { assert, describe, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { command, folderOf, smallMonth, temporaryFolder } from "./commandLine.ts"

describe("the optional files", () => {
  it("a telephone log and waivers change warnings and reasons, and the waived codes are listed", async () => {
    const out = temporaryFolder()
    const { error, status } = await command([
      folderOf({
        "activities.csv": `${smallMonth["activities.csv"]}T2,P1,A1,call,performed,2024-03-06T11:00:00-05:00,attended,corta,2024-03-08\n`,
        "registro-de-llamadas.csv": "id_entrada,fecha_inicio,id_asesor,numero,sentido\n" +
          "E1,2024-03-05 11:40,A1,301 456 7890,saliente\nE2,2024-03-06 15:00,A1,301 456 7890,saliente\nE3,2024-03-06 11:00,A1,301 456 7890,lateral\n",
        "waivers.csv": "waiver_id,subject_type,subject_id,code,granted_at,granted_by,reason\n" +
          "W1,activity,T2,note-insufficient,2024-03-20,E9,Acordado\nW2,activity,T2,not-performed,2024-03-20,E9,No\nW3,prospect,P1,note-insufficient,2024-03-20,E9,No\n"
      }),
      "--period", "2024-03", "--out", out
    ])
    assert.deepEqual([status, error], [0, ""])
    const file = (name: string) => readFileSync(join(out, name), "utf8")
    assert.equal(file("activity-verdicts.csv"), "activity_id,verdict,reasons,warnings,waived\nT1,valid,,,\nT2,valid,,call-not-in-log,note-insufficient\n")
    assert.equal(file("prospect-verdicts.csv"), "prospect_id,verdict,reasons,warnings,waived\nP1,valid,,,\n")
    assert.deepEqual(file("rejected-waivers.csv").split("\n").map((line) => line.split(",").slice(0, 3).join(",")), ["line,column,found", "3,code,not-performed", "4,code,note-insufficient", ""])
    assert.include(file("rejected-phone-log.csv"), "4,direction,lateral,")
  })

  it("a telephone log without any number of a prospect is said to be so, and read all the same", async () => {
    const log = (number: string) => ({ "phone-log.csv": `entry_id,started_at,advisor_id,number\nE1,2024-03-05T11:40:00-05:00,A1,${number}\n` })
    const said = async (number: string) => (await command([folderOf(log(number)), "--period", "2024-03", "--out", temporaryFolder()])).out
    const [foreign, own] = [await said("3009999999"), await said("301 456 7890")]
    assert.match(foreign, /Note: the telephone log has no number of a prospect|Atención: el registro de llamadas no tiene ningún número/)
    assert.notMatch(own, /telephone log has no|ningún número/)
  })
})
