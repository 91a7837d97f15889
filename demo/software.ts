import { alpine315, alpine318 } from './catalogue/alpine.ts'
import { debian11 } from './catalogue/debian-11.ts'
import { maven } from './catalogue/maven.ts'
import { npm } from './catalogue/npm.ts'
import { nuget } from './catalogue/nuget.ts'
import { pypi } from './catalogue/pypi.ts'
import type { Ingredient } from './ingredient.ts'
import { catalogueLines, purlText } from './part.ts'
import type { Part } from './part.ts'

/** `count` Debian 11 packages, with their source package in the package URL, and the system they belong to. */
export function debianSystem(count: number): Ingredient {
  return {
    parts: [
      {
        type: 'operating-system',
        name: 'debian',
        version: '11',
        supplier: 'Debian',
        cpe: 'cpe:2.3:o:debian:debian_linux:11:*:*:*:*:*:*:*',
        within: 'root',
        endOfSupport: '2026-08-31',
      },
    ],
    sampled: { from: catalogueLines(debian11).map((words) => debianPart(words)), count },
  }
}

/** One binary package of Debian 11: name, version, source package where it differs. */
export function debianPart([name = '', version = '', source]: readonly string[]): Part {
  const upstream = source === undefined ? '' : `&upstream=${purlText(source)}`
  const purl = `pkg:deb/debian/${purlText(name)}@${purlText(version)}?arch=amd64&distro=debian-11${upstream}`
  return { type: 'library', name, version, supplier: 'Debian', purl, within: 'system' }
}

export function alpineSystem(release: '3.15' | '3.18'): Ingredient {
  const packages = catalogueLines(release === '3.15' ? alpine315 : alpine318)
  return {
    parts: [
      {
        type: 'operating-system',
        name: 'alpine',
        version: `${release}.4`,
        supplier: 'Alpine Linux',
        cpe: `cpe:2.3:o:alpinelinux:alpine_linux:${release}.4:*:*:*:*:*:*:*`,
        within: 'root',
      },
      ...packages.map((words) => alpinePart(words, release)),
    ],
  }
}

function alpinePart([name = '', version = '', source]: readonly string[], release: string): Part {
  const upstream = source === undefined ? '' : `&upstream=${purlText(source)}`
  const purl = `pkg:apk/alpine/${purlText(name)}@${purlText(version)}?arch=x86_64&distro=alpine-${release}.4${upstream}`
  return { type: 'library', name, version, supplier: 'Alpine Linux', purl, within: 'system' }
}

export function javaServer(count: number): Ingredient {
  const from = catalogueLines(maven).map(([group = '', name = '', version = '']): Part => {
    const purl = `pkg:maven/${group}/${name}@${purlText(version)}?type=jar`
    return { type: 'library', group, name, version, purl, within: 'application' }
  })
  return { parts: [], sampled: { from, count } }
}

export function webConsole(count: number): Ingredient {
  const from = catalogueLines(npm).map(([name = '', version = '']): Part => {
    const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`
    return { type: 'library', name, version, purl, within: 'application' }
  })
  return { parts: [], sampled: { from, count } }
}

export function dotNetWorkstation(count: number): Ingredient {
  return { parts: [], sampled: { from: libraries(nuget, (name) => `pkg:nuget/${name}`), count } }
}

export function imageService(count: number): Ingredient {
  const purl = (name: string): string => `pkg:pypi/${name.toLowerCase().replaceAll('_', '-')}`
  return { parts: [], sampled: { from: libraries(pypi, purl), count } }
}

function libraries(catalogue: string, purl: (name: string) => string): readonly Part[] {
  return catalogueLines(catalogue).map(([name = '', version = '']) => ({
    type: 'library',
    name,
    version,
    purl: `${purl(name)}@${version}`,
    within: 'application',
  }))
}

/** Modules of the maker's own, which carry no identifier that a database knows, and one without version. */
export function ownModules(...names: readonly string[]): Ingredient {
  return {
    parts: names.map((name, index): Part => {
      const module: Part = { type: 'library', name, within: 'application' }
      return index === 0 ? module : { ...module, version: `${index}.${(name.length % 7) + 1}.0` }
    }),
  }
}
