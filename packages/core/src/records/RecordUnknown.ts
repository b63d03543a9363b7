/** The error of a question about a record that is not there. */
import * as Schema from "effect/Schema"

/** No record of that id is registered, or was given. */
export class RecordUnknown extends Schema.TaggedError<RecordUnknown>()("RecordUnknown", {
  subject: Schema.Literals(["prospect", "activity"]),
  id: Schema.String
}) {
  override get message() {
    return `No ${this.subject} ${this.id} is registered. Register it first, or look the id up.`
  }
}
