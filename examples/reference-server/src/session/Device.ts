/** The browser and the system of a request in a few words, by which a person recognises a session: "Chrome, Windows". */

const browsers: ReadonlyArray<readonly [RegExp, string]> = [
  [/\bEdgA?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:Chrome|CriOS|HeadlessChrome)\//, "Chrome"],
  [/\bSafari\//, "Safari"]
]

const systems: ReadonlyArray<readonly [RegExp, string]> = [
  [/\bAndroid\b/, "Android"],
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"]
]

const found = (words: ReadonlyArray<readonly [RegExp, string]>, text: string): string | undefined => words.find(([pattern]) => pattern.test(text))?.[1]

/** Undefined where the header names none that is known: what a client writes there is not stored. */
export const of = (userAgent: string | undefined): string | undefined => {
  const text = (userAgent ?? "").slice(0, 500)
  const words = [found(browsers, text), found(systems, text)].filter((one) => one !== undefined)
  return words.length === 0 ? undefined : words.join(", ")
}
