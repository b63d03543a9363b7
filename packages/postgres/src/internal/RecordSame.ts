/** Two records are the same when every field is: absent and undefined are one. */
export const isSame = (one: object, other: object): boolean => {
  const before = new Map<string, unknown>(Object.entries(one))
  const after = new Map<string, unknown>(Object.entries(other))
  return [...new Set([...before.keys(), ...after.keys()])].every((field) => before.get(field) === after.get(field))
}
