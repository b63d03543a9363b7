/** The policy file: JSON that holds what differs from GC-PRO-05 v02. */
import * as Policy from "@crm-procedure/core/policy/Policy"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import { Result } from "effect"
import { readFileSync } from "node:fs"
import { Unusable } from "@crm-procedure/command-line/Unusable"

/** Reads the policy file, if one is named; refuses a bad one with every fault. */
export const policyOf = (file: string | undefined): Policy.Policy => {
  if (file === undefined) return Policy.gcPro05
  let spec: unknown
  try {
    spec = JSON.parse(readFileSync(file, "utf8"))
  } catch (error) {
    throw new Unusable({
      es: `No se puede leer la política ${file}: ${(error as Error).message}. Se esperaba un archivo JSON.`,
      en: `Cannot read the policy ${file}: ${(error as Error).message}. Expected a JSON file.`
    })
  }
  const policy = Policy.make(spec as Policy.PolicySpec)
  if (Result.isSuccess(policy)) return policy.success
  const { faults } = policy.failure
  const list = (language: keyof Bilingual, found: string, expected: string) =>
    faults.map((fault) => `  ${fault.pointer || "/"}: ${found} ${fault.found}, ${expected} ${fault.expected[language]}`).join("\n")
  throw new Unusable({
    es: `La política ${file} tiene ${faults.length} falla(s):\n${list("es", "se encontró", "se esperaba")}`,
    en: `The policy ${file} has ${faults.length} fault(s):\n${list("en", "found", "expected")}`
  })
}
