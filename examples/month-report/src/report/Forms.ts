/** A form as files: XLSX and HTML. */
import type { ByteSink, Renderers } from "@crm-procedure/forms/data/FormData"
import { open } from "node:fs/promises"
import { join } from "node:path"

const writeFile = async (path: string, render: (sink: ByteSink) => Promise<void>): Promise<void> => {
  const file = await open(path, "w")
  try {
    await render({
      write: async (bytes) => {
        // A disk that fills up takes a part, and says so at the next attempt only.
        for (let written = 0; written < bytes.length;) written += (await file.write(bytes, written)).bytesWritten
      }
    })
  } finally {
    await file.close()
  }
}

/** Writes `<name>.xlsx` and `<name>.html` into a folder. */
export const write = async <Data>(
  out: string,
  name: string,
  data: Data,
  form: Pick<Renderers<Data>, "toXlsx" | "toHtml">
): Promise<void> => {
  await writeFile(join(out, `${name}.xlsx`), (sink) => form.toXlsx(data, sink))
  await writeFile(join(out, `${name}.html`), (sink) => form.toHtml(data, sink, { htmlRestIsIn: `el archivo ${name}.xlsx` }))
}
