import { describe, expect, it } from "vitest"
import { FairTurns } from "../../src/internal/embedded/FairTurns.ts"

const [page, form, batch] = [{ name: "page" }, { name: "form" }, { name: "batch" }]

describe("turns on a shared session", () => {
  it("go to connections in the order in which they came, and to none where none waits", () => {
    const turns = new FairTurns<object>()
    for (const one of [page, form, page]) turns.wait(one)
    expect([turns.next(0), turns.next(0), turns.next(0)]).toEqual([{ connection: page }, { connection: form }, undefined])
  })

  it("let a connection rest behind a long turn four times as long as that took, while another one asks", () => {
    const turns = new FairTurns<object>()
    turns.served(form, 0, 200)
    turns.wait(form)
    for (let now = 200; now < 1_000; now += 10) {
      turns.wait(page)
      expect(turns.next(now)).toEqual({ connection: page })
      turns.served(page, now, now + 1)
    }
    turns.wait(page)
    expect(turns.next(1_000)).toEqual({ connection: form })
  })

  it("serve a connection that rests when the others have asked for nothing for a while, and at once where it is alone", () => {
    const turns = new FairTurns<object>()
    turns.served(page, 190, 191)
    turns.served(form, 191, 300)
    turns.wait(form)
    expect(turns.next(300)).toEqual({ connection: form })
    turns.served(form, 300, 500)
    turns.served(page, 500, 501)
    turns.wait(form)
    expect(turns.next(502)).toEqual({ againAt: 521 })
    expect(turns.next(521)).toEqual({ connection: form })
  })

  it("serve the one that rests least where all rest, and forget a connection that went", () => {
    const turns = new FairTurns<object>()
    turns.served(form, 0, 100)
    turns.served(page, 100, 190)
    turns.served(batch, 190, 195)
    for (const one of [page, form, batch]) turns.wait(one)
    turns.remove(form)
    expect([turns.next(196), turns.next(196)]).toEqual([{ connection: batch }, { againAt: 215 }])
  })

  it("let no connection rest for longer than two seconds", () => {
    const turns = new FairTurns<object>()
    turns.served(batch, 0, 9_000)
    turns.wait(batch)
    for (const now of [10_990, 10_999]) {
      turns.wait(page)
      expect(turns.next(now)).toEqual({ connection: page })
      turns.served(page, now, now + 1)
    }
    turns.wait(page)
    expect(turns.next(11_000)).toEqual({ connection: batch })
  })
})
