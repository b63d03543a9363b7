/** A form as one JSON object, its detail as the last member. */
import type * as FormData from "../data/FormData.ts"
import type { Form } from "../layout/Form.ts"
import { TextWriter } from "./TextWriter.ts"

/** Lines between two waits for the sink. */
const linesPerBatch = 1024

export const write = async <Row, Line>(form: Form<Row, Line>, sink: FormData.ByteSink): Promise<void> => {
  const writer = new TextWriter(sink)
  writer.append(`${JSON.stringify(form.json()).slice(0, -1)},"detail":[`)
  const line = form.makeLine()
  for (let index = 0; index < form.detail.count; index++) {
    form.detail.line(index, line)
    writer.append((index === 0 ? "\n" : ",\n") + JSON.stringify(form.jsonLine(line)))
    if (index % linesPerBatch === linesPerBatch - 1) await writer.ready()
  }
  writer.append("\n]}\n")
  await writer.finish()
}
