import type { Component, Hash, Relation } from '../../model/index.ts'
import { entriesOf, known, own, textOf } from '../fields.ts'
import type { Entry, Reading } from '../fields.ts'
import { takeHash } from '../identifiers.ts'
import type { Refs } from '../refs.ts'

/** Where the files of a document gather. */
export interface Parts {
  readonly components: Component[]
  readonly relations: Relation[]
}

interface Step {
  readonly entry: Entry
  /** Path of the folder that holds it, with its last `/`; empty at the top. */
  readonly folder: string
  readonly isFolder: boolean
}

/**
 * Adds every file that a tag lists as installed (`Payload`) or found (`Evidence`), as components of type file below the tag's own.
 * A loop with its own stack: how deep folders stand in folders costs memory, never the call stack.
 */
export function addFiles(reading: Reading, entry: Entry, parts: Parts, { refs, owner }: { refs: Refs; owner: string }) {
  const stack = ['Payload', 'Evidence']
    .flatMap((key) => entriesOf(reading, entry, key))
    .flatMap((list) => stepsIn(reading, list, ''))
  stack.reverse()
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    if (parts.components.length >= reading.limits.components) {
      reading.problems.gap(
        step.entry.place,
        `the document holds more than ${reading.limits.components} components; from here on they are left out`,
      )
      return
    }
    if (step.isFolder) {
      stack.push(...stepsIn(reading, step.entry, pathOf(reading, step)).toReversed())
      continue
    }
    const file = toFile(reading, step, refs.claim(undefined, { place: step.entry.place, key: 'ref' }))
    parts.components.push({ ...file, parent: owner })
    parts.relations.push({ from: owner, to: file.ref, kind: 'contains', label: 'Payload' })
  }
}

/** What a list or a folder holds. Processes and other resources are no files and have no version: they are counted as lost. */
function stepsIn(reading: Reading, entry: Entry, folder: string): readonly Step[] {
  const others = entriesOf(reading, entry, 'Process').length + entriesOf(reading, entry, 'Resource').length
  if (others > 0)
    reading.problems.lost(
      entry.place,
      `${others} processes and resources are listed; they are no files, and are left out`,
    )
  return [
    ...entriesOf(reading, entry, 'File').map((each) => ({ entry: each, folder, isFolder: false })),
    ...entriesOf(reading, entry, 'Directory').map((each) => ({ entry: each, folder, isFolder: true })),
  ]
}

/** `root/location/name/` below the folder around it; cut as every field is. */
function pathOf(reading: Reading, { entry, folder }: Step): string {
  const own = ['root', 'location', 'name'].flatMap((key) => textOf(reading, entry, key) ?? [])
  return `${folder}${own.map((text) => text.replace(/[\\/]+$/, '')).join('/')}/`.slice(-reading.limits.fieldLength)
}

function toFile(reading: Reading, step: Step, ref: string): Component {
  const { entry } = step
  const path = pathOf(reading, step).slice(0, -1)
  const name = textOf(reading, entry, 'name')
  if (name === undefined) reading.problems.doubt(entry.place, 'a file has no name; kept, and found only by its digests')
  return {
    ref,
    type: 'file',
    name: name ?? '',
    purls: [],
    cpes: [],
    swids: [],
    hashes: hashesOf(reading, entry),
    sourcePackages: [],
    licences: [],
    deployed: true,
    ...known({
      version: textOf(reading, entry, 'version'),
      otherIdentifiers: path === name || path === '' ? undefined : [{ type: 'path', value: path }],
    }),
  }
}

function hashesOf(reading: Reading, entry: Entry): readonly Hash[] {
  const hashes: Hash[] = []
  for (const key of Object.keys(entry.fields)) {
    const digest = key.startsWith('hash:') ? own(entry.fields, key) : undefined
    if (typeof digest !== 'string') continue
    const algorithm = key.slice('hash:'.length)
    takeHash(hashes, reading.problems, { place: entry.place, algorithm, digest })
  }
  return hashes
}
