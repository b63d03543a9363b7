/** What a mutation run runs for each mutant, the cheapest files first. */
export const testFiles: ReadonlyArray<string> = [
  "packages/core/test/Semaphore.test.ts",
  "packages/core/test/ProspectRules.test.ts",
  "packages/core/test/ActivityRules.test.ts",
  "packages/core/test/Verification.test.ts",
  "packages/core/test/Waivers.test.ts",
  "packages/core/test/ComplianceReport.test.ts",
  "packages/core/test/VerificationResult.test.ts",
  "packages/core/test/Counts.test.ts",
  "packages/core/test/Scorecard.test.ts",
  "packages/core/test/Lead.test.ts",
  "packages/core/test/Policy.test.ts",
  "packages/core/test/Profiles.test.ts",
  "packages/core/test/OwnRules.test.ts",
  "packages/core/test/PhoneLog.test.ts",
  "packages/core/test/Evidence.test.ts",
  "packages/core/test/JudgedMonth.test.ts",
  "packages/core/test/judgeMonth.test.ts",
  "packages/core/test/RuleMessages.test.ts",
  "packages/core/test/Document.test.ts",
  "packages/core/test/Note.test.ts",
  "packages/core/test/PersonName.test.ts",
  "packages/core/test/Contact.test.ts",
  "packages/core/test/VerificationAttempt.test.ts",
  "packages/core/test/Escalation.test.ts",
  "packages/core/test/Books.test.ts",
  "packages/testing/test/Procedure.scenarios.test.ts",
  "packages/core/test/Erasure.test.ts",
  "packages/core/test/PeriodClose.test.ts",
  "packages/core/test/FrozenMonth.test.ts",
  "packages/core/test/VerificationQueue.test.ts",
  "scripts/mutation/Laws.test.ts"
]

/** Ends of the titles of tests that try every character or every number: they take seconds, and cheaper tests kill the same mutants. */
export const exhaustive: ReadonlyArray<string> = [
  "is the rule's for every character inside, between and instead of words",
  "is the rule's for every character alone, between letters, after a capital and with an accent",
  "for every first five digits of ten, national and with 57",
  "for usual numbers written in usual ways",
  "for numbers near the edges of the patterns",
  "for every length and first two digits, with no prefix, +, 57, +57, 0, 00, 0057",
  "is the rule's, and twice is once",
  "is the rule's, for every character, and twice is once",
  "are those whose last seven digits are equal or one run, of all ten million endings",
  "says the same again of what it remembers, and after it has forgotten"
]

/** What tries modules that many slow tests reach: their direct tests, and some that judge a month. All that reach them would take hours. */
const ownTests: ReadonlyArray<readonly [module: string, tests: ReadonlyArray<string>]> = [
  ["/judging/columns/", ["packages/core/test/JudgedMonth.test.ts", "packages/core/test/Books.test.ts", "packages/testing/test/Procedure.scenarios.test.ts"]],
  ["/close/PeriodClose.ts", ["packages/core/test/PeriodClose.test.ts", "packages/core/test/FrozenMonth.test.ts"]]
]

/** The test files that try the mutants of a module. */
export const testFilesOf = (mutatedFile: string): ReadonlyArray<string> => ownTests.find(([module]) => mutatedFile.includes(module))?.[1] ?? testFiles
