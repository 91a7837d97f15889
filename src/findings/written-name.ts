import { cpeVersionText, nameAfterMaker } from '../model/index.ts'
import type { Component, Cpe } from '../model/index.ts'

const fileEnding = /\.(?:aar|apk|bz2|deb|dll|ear|exe|gem|gz|jar|msi|nupkg|rpm|so|tar|tgz|war|whl|xz|zip)$/i
const maxNameChars = 400

/** What people write into a name besides the name: `OpenSSL 1.0.2k`, `log4j-core-2.14.1.jar`. Undefined when there is no version in it. */
export function splitName(text: string): { readonly name: string; readonly version: string } | undefined {
  if (text.length > maxNameChars) return undefined
  const bare = withoutEndings(text.trim())
  const [, name, version] = /^(.*?[a-z].*?)[\s_-]+(?:version\s|v)?\.?(\d+\.\d\S*)$/i.exec(bare) ?? []
  return name === undefined || version === undefined ? undefined : { name, version }
}

/**
 * Whether the name holds another version than the one that stands beside it (`log4j-core-2.14.1.jar` 9): nobody can tell which is the
 * component's own. One that says more of the same (`Python 3.8` 3.8.10) is no other.
 */
export function holdsOtherVersion({ name, version }: Pick<Component, 'name' | 'version'>): boolean {
  const written = splitName(name)?.version.toLowerCase()
  const stated = version
    ?.trim()
    .toLowerCase()
    .replace(/^v(?=\d)/, '')
  if (written === undefined || stated === undefined || stated === '') return false
  return !beginsWith(written, stated) && !beginsWith(stated, written)
}

/** Number by number: 2.14 does not begin with 2.1. */
function beginsWith(text: string, start: string): boolean {
  return text.startsWith(start) && !/^\d/.test(text.slice(start.length))
}

/**
 * Other names that the name of a component without any identifier may hold: without its version and file ending, without the folders,
 * Maven group, supplier or known maker before it, and without the word that says that it is a library. They are only looked up by name, which never proves anything.
 */
export function namesWithin({ name, supplier, group }: Component): string[] {
  const bare = splitName(name)?.name ?? withoutEndings(name)
  const last = bare.split(/[/:\\]/).at(-1) ?? ''
  const before = [supplier, group].flatMap((text) => (text === undefined || text === '' ? [] : [text.toLowerCase()]))
  const makers = before.filter((text) => bare.toLowerCase().startsWith(`${text} `))
  const afterMaker = nameAfterMaker(bare)
  return [
    bare,
    last,
    bare.replace(/^the\s/i, '').replace(/\s(?:library|libraries|lib|software)$/i, ''),
    ...makers.map((text) => bare.slice(text.length + 1)),
    ...(afterMaker === undefined ? [] : [afterMaker]),
  ]
}

/** The version a component states: as such, in its CPEs, or in a name without any. */
export function statedVersion(component: Component, cpes: readonly Cpe[]): string | undefined {
  if (component.version !== undefined) return component.version
  const [ofCpe] = cpes.flatMap((cpe) => {
    const version = cpeVersionText(cpe)
    return version.is === 'text' ? [version.text] : []
  })
  return ofCpe ?? (component.purls.length + cpes.length === 0 ? splitName(component.name)?.version : undefined)
}

function withoutEndings(text: string): string {
  let bare = text.slice(0, maxNameChars)
  while (fileEnding.test(bare)) bare = bare.replace(fileEnding, '')
  return bare
}
