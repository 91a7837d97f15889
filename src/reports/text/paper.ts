import { styleText } from 'node:util'
import type { Answer } from '../../model/index.ts'
import type { AnswerLists, ExportOptions } from '../exporter.ts'
import type { Words } from '../words/words.ts'

/** How a stretch of text is set off. */
export type Style = 'heading' | 'loud' | 'quiet' | 'affected' | 'unknown' | 'notListed' | 'notAffected'

const formats = {
  heading: ['bold', 'underline'],
  loud: 'bold',
  quiet: 'dim',
  affected: 'red',
  unknown: 'yellow',
  notListed: 'blue',
  notAffected: 'green',
} as const satisfies Record<Style, Parameters<typeof styleText>[0]>

/** Text as the options want it: coloured or not, wrapped at their width. */
export interface Paper {
  readonly width: number
  readonly paint: (style: Style, text: string) => string
  /** Lines of at most `width` characters, each `indent` further in; `lead` stands before the first one. */
  readonly wrap: (text: string, indent?: number, lead?: string) => string[]
}

/** What is written, in which words, and on what. */
export interface Sheet {
  readonly answer: Answer
  readonly lists: AnswerLists
  readonly words: Words
  readonly paper: Paper
}

/** Paper of the width and colour asked for. */
export function toPaper({ colour, width }: Pick<ExportOptions, 'colour' | 'width'>): Paper {
  return {
    width,
    paint: (style, text) => (colour ? styleText(formats[style], text, { validateStream: false }) : text),
    wrap: (text, indent = 0, lead = ' '.repeat(indent)) => wrap(text, { width, indent, lead }),
  }
}

/** A space, but none that French sets between a word and its punctuation. */
const breakable = /(?<!«) (?![:;»%!?])/

interface Wrapping {
  readonly width: number
  readonly indent: number
  readonly lead: string
}

function wrap(text: string, { width, indent, lead }: Wrapping): string[] {
  const lines: string[] = []
  let line = lead
  let isFresh = true
  for (const word of text.split(breakable)) {
    if (!isFresh && line.length + 1 + word.length > width) {
      lines.push(line)
      line = ' '.repeat(indent)
      isFresh = true
    }
    line += isFresh ? word : ` ${word}`
    isFresh = false
  }
  return [...lines, line]
}
