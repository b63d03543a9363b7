/**
 * Charts as inline SVG: pure functions from numbers to markup, without external requests. Colour never stands alone: each
 * bar has its stripes and its word, so a black-and-white print says the same.
 */
import * as Semaphore from "@crm-procedure/core/results/Semaphore"
import type { Color, CourseDay, LeadsByColor, Thresholds } from "../data/FormData.ts"
import { type ColorWords, escaped, indicatorWords, integerText, leadWords, percentText } from "../wording/Spanish.ts"

/** A chart's title and an id that no other chart of the document has (letters, digits, hyphens). */
export interface ChartOptions {
  readonly id: string
  readonly title: string
}

export interface IndicatorBar {
  readonly label: string
  readonly numerator: number
  readonly denominator: number
  readonly percent: number | null
  readonly color: Color
}

export interface ReasonBar {
  readonly label: string
  readonly count: number
}

export interface LeadsBar {
  readonly label: string
  readonly leads: LeadsByColor
}

const width = 720
const labelWidth = 210
const rowHeight = 22
const fontSize = 12
const plotLeft = labelWidth + 10

/** Bars of one picture: a longer list is drawn in several, so that a printed page can hold each. */
const barsPerPicture = 36

/** Beyond this percentage a bar is cut and marked; its label still says the value. */
const percentDrawnAtMost = 200

const reasonsDrawnAtMost = 24

const fills: Readonly<Record<Color, string>> = { green: "#2e7d32", yellow: "#f2b705", red: "#c62828", none: "#d0d0d0" }

/**
 * Stripes that tell the colours apart without colour: none for green, few for yellow, many for red, fine ones for none. They are
 * one dashed line as thick as the bar; an SVG pattern made a printed page of some megabytes.
 */
const stripes: Readonly<Record<Color, { readonly dashes: string; readonly stroke: string } | undefined>> = {
  green: undefined,
  yellow: { dashes: "1.2 7", stroke: "#5d4400" },
  red: { dashes: "2 3", stroke: "#f3c6c6" },
  none: { dashes: "0.8 2.2", stroke: "#777" }
}

const round = (value: number): number => Math.round(value * 10) / 10

/** Pixels that a text takes, roughly: capitals and wide letters count more. */
const textPixels = (text: string): number => {
  let sum = 0
  for (const character of text) {
    sum += /[ijlrtfI.,:;'()|¡! ]/.test(character) ? 4.6 : /[A-ZÁÉÍÓÚÑmwMW%@]/.test(character) ? 9.4 : 7.4
  }
  return sum
}

const ellipsized = (text: string, pixels: number): string => {
  if (textPixels(text) <= pixels) return text
  let kept = ""
  for (const { segment } of new Intl.Segmenter("es").segment(text)) {
    if (textPixels(kept + segment) > pixels - 11) break
    kept += segment
  }
  return `${kept.trimEnd()}…`
}

interface TextOptions {
  readonly anchor?: "start" | "middle" | "end"
  readonly weight?: "bold"
  readonly fill?: string
  readonly size?: number
}

const text = (x: number, y: number, content: string, options: TextOptions = {}): string =>
  `<text x="${round(x)}" y="${round(y)}"` +
  (options.anchor === undefined ? "" : ` text-anchor="${options.anchor}"`) +
  (options.weight === undefined ? "" : ` font-weight="${options.weight}"`) +
  (options.fill === undefined ? "" : ` fill="${options.fill}"`) +
  (options.size === undefined ? "" : ` font-size="${options.size}"`) +
  `>${escaped(content)}</text>`

const line = (x1: number, y1: number, x2: number, y2: number, stroke: string, dashes = "", strokeWidth = 1): string =>
  `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${stroke}" stroke-width="${strokeWidth}"` +
  (dashes === "" ? "/>" : ` stroke-dasharray="${dashes}"/>`)

/** A bar filled with a semaphore's colour and its stripes. */
const coloredBar = (x: number, y: number, length: number, height: number, color: Color, title = ""): string => {
  const own = stripes[color]
  return `<rect x="${round(x)}" y="${y}" width="${round(length)}" height="${height}" fill="${fills[color]}" stroke="#333" stroke-width="0.6"` +
    (title === "" ? "/>" : `><title>${escaped(title)}</title></rect>`) +
    (own === undefined || length < 4 ? "" : line(x + 2, y + height / 2, x + length - 0.5, y + height / 2, own.stroke, own.dashes, height - 1))
}

/** A bar's name at the left, cut to its room, the whole of it as a tooltip. */
const nameLabel = (label: string, y: number): string => {
  const shown = ellipsized(label, labelWidth - 4)
  const element = text(labelWidth, y, shown, { anchor: "end" })
  return shown === label ? element : `<g><title>${escaped(label)}</title>${element}</g>`
}

const picture = (options: ChartOptions, description: string, height: number, content: string): string =>
  `<figure class="chart"><figcaption>${escaped(options.title)}</figcaption>` +
  `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="${options.id}-title ${options.id}-description"` +
  ` viewBox="0 0 ${width} ${Math.ceil(height)}" width="${width}" height="${Math.ceil(height)}"` +
  ` font-family="Segoe UI, Roboto, Helvetica, Arial, sans-serif" font-size="${fontSize}" fill="#222">` +
  `<title id="${options.id}-title">${escaped(options.title)}</title>` +
  `<desc id="${options.id}-description">${escaped(description)}</desc>` +
  `${content}</svg></figure>`

const nothingToDraw = (options: ChartOptions): string =>
  `<figure class="chart"><figcaption>${escaped(options.title)}</figcaption><p class="empty">Sin datos para graficar.</p></figure>`

/** Draws a list in as many pictures as it needs, of about equal length. */
const inPictures = <Bar>(
  options: ChartOptions,
  bars: ReadonlyArray<Bar>,
  draw: (options: ChartOptions, bars: ReadonlyArray<Bar>) => string
): string => {
  if (bars.length === 0) return nothingToDraw(options)
  const pictures = Math.ceil(bars.length / barsPerPicture)
  const size = Math.ceil(bars.length / pictures)
  return Array.from({ length: pictures }, (_, index) =>
    draw(
      pictures === 1
        ? options
        : { id: `${options.id}-${index + 1}`, title: `${options.title} (${index + 1} de ${pictures})` },
      bars.slice(index * size, (index + 1) * size)
    )).join("")
}

/** A step of 1, 2 or 5 times a power of ten that divides a range into at most about `parts`. */
const niceStep = (range: number, parts: number): number => {
  const rough = Math.max(range / parts, 1)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10
  return step * power
}

/** Bars of an indicator against its goal, one a group, with the thresholds drawn; values above 100 % are seen. */
export const indicatorBars = (
  options: ChartOptions,
  bars: ReadonlyArray<IndicatorBar>,
  thresholds: Thresholds,
  words: ColorWords = indicatorWords
): string => {
  const largest = bars.reduce((most, bar) => Math.max(most, bar.percent ?? 0), 0)
  const scale = Math.min(Math.max(Math.ceil(largest / 20) * 20, 120), percentDrawnAtMost)
  return inPictures(options, bars, (own, some) => indicatorPicture(own, some, thresholds, words, scale))
}

const indicatorPicture = (
  options: ChartOptions,
  bars: ReadonlyArray<IndicatorBar>,
  thresholds: Thresholds,
  words: ColorWords,
  scale: number
): string => {
  const top = 34
  const bottom = top + bars.length * rowHeight
  const plotWidth = width - plotLeft - 185
  const x = (percent: number): number => plotLeft + Math.min(percent, scale) / scale * plotWidth
  const threshold = (percent: number, word: string, dashes: string, y: number): string =>
    line(x(percent), top - 4, x(percent), bottom, "#333", dashes, 1.4) +
    text(x(percent), y, `${word} ${integerText(percent)} %`, { anchor: "middle", size: 10 })
  const rows = bars.map((bar, index) => {
    const y = top + index * rowHeight
    const end = x(bar.percent ?? 0)
    const cut = bar.percent !== null && bar.percent > scale
    const value = bar.percent === null
      ? `${words.none} (${integerText(bar.numerator)})`
      : `${percentText(bar.percent)} (${integerText(bar.numerator)}/${integerText(bar.denominator)}) ${words[bar.color]}`
    return nameLabel(bar.label, y + 15) +
      (bar.percent === null || end <= plotLeft
        ? line(plotLeft, y + 3, plotLeft, y + rowHeight - 3, "#333", "", 2)
        : coloredBar(plotLeft, y + 3, end - plotLeft, rowHeight - 6, bar.color)) +
      (cut
        ? `<path d="M${round(end - 12)} ${y + rowHeight - 1} l6 ${2 - rowHeight} m4 0 l-6 ${rowHeight - 2}" stroke="#fff" stroke-width="2" fill="none"/>`
        : "") +
      text(plotLeft + plotWidth + 8, y + 15, value)
  })
  const summary = bars.length <= 12
    ? bars.map((bar) => `${bar.label}: ${bar.percent === null ? words.none : `${percentText(bar.percent)}, ${words[bar.color]}`}`).join("; ")
    : Semaphore.colors.map((color) => `${words[color]}: ${bars.filter((bar) => bar.color === color).length}`).join("; ")
  return picture(
    options,
    `Barras del porcentaje de la meta. ${summary}.`,
    bottom + 8,
    line(plotLeft, top - 4, plotLeft, bottom, "#333") + rows.join("") +
      threshold(thresholds.yellowPercent, words.yellow, "3 3", 12) +
      threshold(thresholds.greenPercent, words.green, "", 24)
  )
}

/** The cumulative count of valid records, day by day, against the pace that reaches the goal. */
export const courseLine = (options: ChartOptions, days: ReadonlyArray<CourseDay>): string => {
  if (days.length === 0) return nothingToDraw(options)
  const height = 250
  const left = 56
  const right = width - 100
  const top = 16
  const bottom = height - 40
  const largest = days.reduce((most, day) => Math.max(most, day.valid ?? 0, day.pace), 0)
  const step = niceStep(Math.max(largest, 1), 5)
  const most = Math.ceil(Math.max(largest, 1) / step) * step
  const x = (index: number): number => days.length === 1 ? (left + right) / 2 : left + index / (days.length - 1) * (right - left)
  const y = (value: number): number => bottom - value / most * (bottom - top)
  const grid = Array.from({ length: most / step + 1 }, (_, index) =>
    line(left, y(index * step), right, y(index * step), "#ddd") +
    text(left - 6, y(index * step) + 4, integerText(index * step), { anchor: "end", size: 11 }))
  const dayLabels = days.map((day, index) =>
    index === 0 || index === days.length - 1 || (day.day % 5 === 0 && days.length - index > 2)
      ? text(x(index), bottom + 16, String(day.day), { anchor: "middle", size: 11 })
      : "")
  const points = (value: (day: CourseDay) => number | null): string =>
    days.flatMap((day, index) => {
      const at = value(day)
      return at === null ? [] : [`${round(x(index))},${round(y(at))}`]
    }).join(" ")
  const known = days.findLastIndex((day) => day.valid !== null)
  const lastKnown = days[known]
  const lastDay = days.at(-1) as CourseDay
  const paceY = y(lastDay.pace)
  const validY = y(lastKnown?.valid ?? 0)
  const apart = known === days.length - 1 && Math.abs(paceY - validY) < 28 ? (validY <= paceY ? 14 : -14) : 0
  const dots = days.map((day, index) =>
    day.valid === null ? "" : `<circle cx="${round(x(index))}" cy="${round(y(day.valid))}" r="2.4" fill="#1f3864"/>`)
  const courseText = lastKnown === undefined
    ? "Sin registros válidos todavía"
    : `Hasta el día ${lastKnown.day}: real ${integerText(lastKnown.valid ?? 0)}, ritmo ${integerText(lastKnown.pace)}`
  return picture(
    options,
    `${courseText}. Al final del período el ritmo llega a ${integerText(lastDay.pace)}.`,
    height,
    grid.join("") + line(left, bottom, right, bottom, "#333") + dayLabels.join("") +
      text((left + right) / 2, height - 6, "Día del período", { anchor: "middle", size: 11 }) +
      `<polyline points="${points((day) => day.pace)}" fill="none" stroke="#555" stroke-width="1.6" stroke-dasharray="6 4"/>` +
      `<polyline points="${points((day) => day.valid)}" fill="none" stroke="#1f3864" stroke-width="2.6"/>` + dots.join("") +
      text(right + 8, paceY + 4 + apart, `Ritmo ${integerText(lastDay.pace)}`) +
      (lastKnown === undefined
        ? ""
        : text(x(known) + 8, validY + 4 - apart, `Real ${integerText(lastKnown.valid ?? 0)}`, { weight: "bold", fill: "#1f3864" }))
  )
}

/** How often each reason was given, in the order given; a long tail is summed up in one bar. */
export const reasonBars = (options: ChartOptions, reasons: ReadonlyArray<ReasonBar>): string => {
  const given = reasons.filter((reason) => reason.count > 0)
  if (given.length === 0) return nothingToDraw(options)
  const rest = given.slice(reasonsDrawnAtMost)
  const bars = rest.length === 0
    ? given
    : [...given.slice(0, reasonsDrawnAtMost), { label: `Otras ${rest.length} razones`, count: rest.reduce((sum, { count }) => sum + count, 0) }]
  const most = bars.reduce((largest, bar) => Math.max(largest, bar.count), 1)
  const plotWidth = width - plotLeft - 80
  const rows = bars.map((bar, index) => {
    const y = 4 + index * rowHeight
    const length = Math.max(bar.count / most * plotWidth, 1)
    return nameLabel(bar.label, y + 15) +
      `<rect x="${plotLeft}" y="${y + 3}" width="${round(length)}" height="${rowHeight - 6}" fill="#44628f" stroke="#333" stroke-width="0.6"/>` +
      text(plotLeft + length + 6, y + 15, integerText(bar.count))
  })
  return picture(
    options,
    `Frecuencia: ${bars.map((bar) => `${bar.label}, ${integerText(bar.count)}`).join("; ")}.`,
    8 + bars.length * rowHeight,
    line(plotLeft, 2, plotLeft, 6 + bars.length * rowHeight, "#333") + rows.join("")
  )
}

const leadsOf = (leads: LeadsByColor): number => leads.green + leads.yellow + leads.red + leads.none

/** The leads of each group by colour, as one stacked bar each, to a common scale. */
export const stackedLeads = (options: ChartOptions, bars: ReadonlyArray<LeadsBar>, words: ColorWords = leadWords): string => {
  const most = bars.reduce((largest, bar) => Math.max(largest, leadsOf(bar.leads)), 1)
  return inPictures(options, bars, (own, some) => stackedPicture(own, some, words, most))
}

const stackedPicture = (options: ChartOptions, bars: ReadonlyArray<LeadsBar>, words: ColorWords, most: number): string => {
  const top = 28
  const plotWidth = width - plotLeft - 60
  const order: ReadonlyArray<Color> = ["red", "yellow", "green", "none"]
  const legend = order.map((color, index) =>
    coloredBar(plotLeft + index * 115, 4, 16, 14, color) +
    text(plotLeft + index * 115 + 22, 15, words[color])
  ).join("")
  const rows = bars.map((bar, index) => {
    const y = top + index * rowHeight
    let x = plotLeft
    const segments = order.map((color) => {
      const count = bar.leads[color]
      if (count === 0) return ""
      const length = count / most * plotWidth
      const label = integerText(count)
      const labelPixels = textPixels(label) + 6
      const segment = coloredBar(x, y + 3, length, rowHeight - 6, color, `${words[color]}: ${label}`) +
        (length > labelPixels + 4
          ? `<rect x="${round(x + (length - labelPixels) / 2)}" y="${y + 5}" width="${round(labelPixels)}" height="${rowHeight - 10}" fill="#fff" rx="2"/>` +
            text(x + length / 2, y + 15, label, { anchor: "middle", size: 11 })
          : "")
      x += length
      return segment
    })
    return nameLabel(bar.label, y + 15) + segments.join("") + text(x + 6, y + 15, integerText(leadsOf(bar.leads)))
  })
  const totals = order.map((color) => `${words[color]}: ${integerText(bars.reduce((sum, bar) => sum + bar.leads[color], 0))}`)
  return picture(
    options,
    `Leads por color. ${totals.join("; ")}.`,
    top + bars.length * rowHeight + 8,
    legend + line(plotLeft, top, plotLeft, top + bars.length * rowHeight, "#333") + rows.join("")
  )
}
