import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const css = readFileSync(join(import.meta.dirname, 'base.css'), 'utf8')
const schemes = { light: ':root', dark: "[data-mantine-color-scheme='dark']" }
const classes = ['affected', 'unknown', 'not-listed', 'not-affected']

/** Colours by name, as one scheme sets them. */
function coloursOf(selector: string): ReadonlyMap<string, string> {
  const block = css.slice(css.indexOf(`\n${selector} {`)).split('\n}')[0] ?? ''
  return new Map([...block.matchAll(/--([\w-]+): (#[\da-f]{6});/g)].map(([, name = '', colour = '']) => [name, colour]))
}

/** Relative luminance, WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((place) => Number.parseInt(colour.slice(place, place + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

for (const [scheme, selector] of Object.entries(schemes)) {
  const colours = coloursOf(selector)
  const reaches = (front: string, back: string, atLeast: number): void => {
    const found = contrast(colours.get(front) ?? '', colours.get(back) ?? '')
    assert.ok(found >= atLeast, `${front} on ${back}: ${found.toFixed(2)}, at least ${atLeast}`)
  }

  test(`${scheme}: what is read stands out from every ground it lies on`, () => {
    for (const back of ['paper', 'surface', 'sunken']) {
      reaches('ink', back, 7)
      for (const front of ['ink-soft', 'brand', ...classes]) reaches(front, back, 4.5)
      reaches('line-strong', back, 3)
    }
    reaches('on-brand', 'brand', 4.5)
    reaches('brand', 'brand-soft', 4.5)
  })

  test(`${scheme}: letters on the colour of a class, and its colour on its own pale ground`, () => {
    for (const verdict of classes) {
      reaches('on-verdict', verdict, 4.5)
      reaches(verdict, `${verdict}-soft`, 4.5)
    }
  })
}
