/** A letter: what it says in sections, written as plain text and as HTML that a phone shows in one column. Everything is escaped. */

import type { Language } from "./Wording.ts"

/** One thing: what it is, a note beside it, and where it leads on the page. */
export interface Line {
  readonly text: string
  readonly note?: string
  readonly href?: string
}

export interface Section {
  readonly title: string
  readonly lines: ReadonlyArray<Line>
  /** Comes first to the eye. */
  readonly isUrgent?: boolean
  /** What is not listed, and where all of it is. */
  readonly rest?: Line
}

export interface Letter {
  readonly language: Language
  readonly subject: string
  readonly greeting: string
  readonly sections: ReadonlyArray<Section>
  /** The one thing to press. */
  readonly action?: { readonly text: string; readonly href: string }
  /** Small print: why it comes, and how to stop it. */
  readonly footer: string
}

const lineText = ({ href, note, text }: Line): string => `- ${text}${note === undefined ? "" : ` (${note})`}${href === undefined ? "" : `\n  ${href}`}`

/** The letter as plain text. */
export const textOf = ({ action, footer, greeting, language, sections }: Letter): string =>
  [
    greeting,
    ...sections.map(({ lines, rest, title }) => [title.toLocaleUpperCase(language), ...lines.map(lineText), ...(rest === undefined ? [] : [lineText(rest)])].join("\n")),
    ...(action === undefined ? [] : [`${action.text}:\n${action.href}`]),
    `--\n${footer}`
  ].join("\n\n") + "\n"

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;" }

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (one) => entities[one]!)

const link = (text: string, href: string | undefined): string =>
  href === undefined ? escaped(text) : `<a href="${escaped(href)}" style="color:#0f4c81">${escaped(text)}</a>`

const lineHtml = ({ href, note, text }: Line): string =>
  `<li style="margin:0 0 10px;line-height:1.4">${link(text, href)}${note === undefined ? "" : `<br><span style="color:#52606d;font-size:14px">${escaped(note)}</span>`}</li>`

const sectionHtml = ({ isUrgent, lines, rest, title }: Section): string =>
  `<h2 style="font-size:18px;margin:28px 0 10px;padding-left:10px;border-left:4px solid ${isUrgent === true ? "#b42318" : "#9aa5b1"}">${escaped(title)}</h2>` +
  `<ul style="margin:0;padding-left:20px">${lines.map(lineHtml).join("")}${rest === undefined ? "" : lineHtml(rest)}</ul>`

/** The letter as HTML, with its styles inside: mail programs load none. */
export const htmlOf = ({ action, footer, greeting, language, sections, subject }: Letter): string =>
  `<!doctype html><html lang="${language === "es" ? "es-CO" : "en"}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(subject)}</title></head>` +
  `<body style="margin:0;background:#f0f2f4"><div style="max-width:600px;margin:0 auto;padding:20px 18px;background:#ffffff;color:#1f2933;font:16px/1.5 Arial,Helvetica,sans-serif">` +
  `<p style="margin:0 0 8px">${escaped(greeting)}</p>${sections.map(sectionHtml).join("")}` +
  (action === undefined
    ? ""
    : `<p style="margin:28px 0"><a href="${escaped(action.href)}" style="display:inline-block;padding:12px 20px;background:#0f4c81;color:#ffffff;text-decoration:none;border-radius:6px">${escaped(action.text)}</a></p>`) +
  `<p style="margin:32px 0 0;color:#52606d;font-size:13px">${escaped(footer)}</p></div></body></html>`
