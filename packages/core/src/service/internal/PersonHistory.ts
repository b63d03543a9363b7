/** What the telephone system's log and earlier versions of records hold about a person, found by index. */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as Contact from "../../identity/Contact.ts"
import * as Document from "../../identity/Document.ts"
import * as FindingText from "../../identity/FindingText.ts"
import * as Keys from "../../identity/internal/IdentityKeys.ts"
import * as Verification from "../../judging/Verification.ts"
import type * as Prospect from "../../records/Prospect.ts"
import * as Records from "../../register/Records.ts"
import * as RecordVersion from "../../register/RecordVersion.ts"

/** Who is searched for. */
interface Person {
  readonly phone?: string | undefined
  readonly email?: string | undefined
  readonly documentType?: string | undefined
  readonly documentNumber?: string | undefined
}

interface Search {
  readonly dealership: string
  readonly person: Person
  /** The country of a phone that names none. */
  readonly phoneCountry?: string | undefined
}

/** The texts that what has the keys of a contact is found by. */
const textsOf = ({ documentNumber, documentType, email, phone }: Person, phoneCountry: string | undefined): RecordVersion.PersonTexts => {
  const of = (key: string | undefined, textsOfKey: (key: string) => ReadonlyArray<string>) => key === undefined || key === "" ? [] : textsOfKey(key)
  return {
    phones: of(Contact.phoneKey(phone, phoneCountry), FindingText.ofPhoneKey),
    emails: of(Contact.emailKey(email), FindingText.ofEmailKey),
    documents: of(Document.documentKey(documentType, documentNumber), FindingText.ofDocumentKey)
  }
}

/**
 * The earlier versions of a person's records, and those of other records that held the person's data: a prospect may have become
 * another person.
 */
export const versionsOf = Effect.fnUntraced(function*(
  { dealership, person, phoneCountry }: Pick<Search, "dealership" | "person" | "phoneCountry">,
  keys: Keys.Keys,
  subjects: ReadonlyArray<RecordVersion.VersionSubject>
) {
  const records = yield* Records.Records
  const theirs = yield* Stream.runCollect(records.versions(dealership, subjects))
  const own = new Set(subjects.map(RecordVersion.keyOf))
  const found = yield* records.versionsLike(dealership, textsOf(person, phoneCountry))
  const others = found.filter(({ content, subject }) => !own.has(RecordVersion.keyOf(subject)) && Keys.sharesOne(Keys.of(content as Prospect.Prospect, phoneCountry), keys))
  return [...theirs, ...others].sort(RecordVersion.compare)
})

/** The calls with one of the phones, given by their keys, in the telephone system's log. */
export const loggedCallsOf = Effect.fnUntraced(function*({ dealership, phoneCountry }: Pick<Search, "dealership" | "phoneCountry">, phones: ReadonlySet<string>) {
  if (phones.size === 0) return []
  const found = yield* (yield* Records.Records).phoneLogOf(dealership, [...new Set([...phones].flatMap(FindingText.ofPhoneKey))])
  return found.filter(({ number }) => phones.has(Contact.phoneKey(number, phoneCountry) ?? "")).sort((one, other) => Verification.compareIds(one.entryId, other.entryId))
})
