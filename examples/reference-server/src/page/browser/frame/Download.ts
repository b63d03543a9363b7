/** Files that the page offers for download. */

/** Saves a text as a file. */
export const downloadText = (name: string, contentType: string, text: string): void => {
  const url = URL.createObjectURL(new Blob([text], { type: `${contentType};charset=utf-8` }))
  const link = document.createElement("a")
  link.href = url
  link.download = name
  link.click()
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** Copies a text; answers whether that went well. Outside of TLS and this machine browsers lend no clipboard: then what is marked is copied. */
export const copyText = async (text: string, marked: HTMLElement | null): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const selection = getSelection()
    if (selection === null || marked === null) return false
    selection.selectAllChildren(marked)
    return document.execCommand("copy")
  }
}
