/** The renderings of a form from its layout. */
import type * as FormData from "../data/FormData.ts"
import * as FormPage from "../html/internal/FormPage.ts"
import type { Form } from "../layout/Form.ts"
import * as FormCsv from "../text/FormCsv.ts"
import * as FormJson from "../text/FormJson.ts"
import * as FormWorkbook from "../workbook/internal/FormWorkbook.ts"

/** The renderings of a form, which `formOf` lays out. */
export const renderersOf = <Data, Row, Line>(formOf: (data: Data) => Form<Row, Line>): FormData.Renderers<Data> => ({
  toJson: (data, sink) => FormJson.write(formOf(data), sink),
  toCsv: (data, sink, options) => FormCsv.write(formOf(data), sink, options),
  toXlsx: (data, sink, options) => FormWorkbook.write(formOf(data), sink, options),
  toHtml: (data, sink, options) => FormPage.write(formOf(data), sink, options)
})
