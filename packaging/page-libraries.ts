import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './repository.ts'

/** A library that lies inside the built page, as vite lists it (`build.license`). */
export interface PageLibrary {
  readonly name: string
  readonly version: string
  /** An SPDX expression. */
  readonly identifier?: string
  readonly text?: string
}

/** The libraries inside the built page, by name; none where no page was built. */
export function pageLibraries(): readonly PageLibrary[] {
  if (!existsSync(join(root, 'web', 'dist'))) return []
  const list = JSON.parse(readFileSync(join(root, 'web', 'dist', '.vite', 'license.json'), 'utf8')) as PageLibrary[]
  return list.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** The text of `THIRD-PARTY-LICENSES`. A library without a licence text fails the build: its licence asks that the text goes along. */
export function licencesOf(libraries: readonly PageLibrary[]): string {
  const parts = libraries.map(({ name, version, identifier, text }) => {
    if (text === undefined || text.trim() === '')
      throw new Error(`${name} ${version} lies in the page and carries no licence text: add it to the page's notices`)
    return `${name} ${version} (${identifier ?? 'see below'})\n\n${text.trim()}\n`
  })
  return [heading, ...parts].join(`\n${'-'.repeat(80)}\n\n`)
}

const heading = `The pages of Auscult hold these libraries, under their own licences.
What npm installs beside Auscult carries its licence in its own folder; sbom.cdx.json lists all of it.
`
