/** `npx pnpm@12 run doctor`: says what is wrong with this installation; status 2 where something is. */
import { languageOf } from "@crm-procedure/command-line/Language"
import * as Doctor from "./doctor/Doctor.ts"
import * as Speech from "./serving/Speech.ts"
import * as Environment from "./starting/Environment.ts"

const language = languageOf(process.env)
try {
  const faults = await Doctor.examine(Environment.read(process.env))
  for (const one of faults) process.stdout.write(`✗ ${one[language]}\n`)
  if (faults.length === 0) process.stdout.write(language === "es" ? "✓ No se encontró nada malo.\n" : "✓ Nothing wrong was found.\n")
  process.exit(faults.length === 0 ? 0 : 2)
} catch (error) {
  const { status, text } = Speech.failure(error, language)
  process.stderr.write(`${text}\n`)
  process.exit(status)
}
