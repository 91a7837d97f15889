import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { insideOf } from './inside.ts'
import type { Inside } from './inside.ts'
import type { PageLibrary } from './page-libraries.ts'
import { readLock } from './repository.ts'
import type { Locked } from './repository.ts'

/** What is read and written of CycloneDX 1.6 (ECMA-424). */
interface Component {
  readonly type: string
  readonly group?: string
  readonly name: string
  readonly version?: string
  readonly 'bom-ref': string
  readonly purl?: string
  readonly cpe?: string
  readonly licenses?: readonly unknown[]
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[]
  readonly properties?: readonly { readonly name: string; readonly value: string }[]
  readonly components?: readonly Component[]
}

interface Dependency {
  readonly ref: string
  readonly dependsOn?: readonly string[]
}

/** A CycloneDX document. */
export interface Sbom {
  readonly metadata: { readonly component: Component }
  readonly components: readonly Component[]
  readonly dependencies: readonly Dependency[]
}

/**
 * What Auscult itself is made of, the same on every machine: the npm packages that run, as cyclonedx-npm lists them, with the digests of the
 * lock; what Node and PostgreSQL hold; the libraries inside the page. It claims no completeness: libraries hold parts that nobody lists.
 * `folder` is the one that `withProduction` lends.
 */
export function makeSbom(page: readonly PageLibrary[], folder: string): Sbom {
  const lock = readLock()
  const listed = listPackages(folder)
  const components = listed.components.map((component) => complete(component, lock))
  const added = page.map((library) => toComponent(library, lock))
  const self = listed.metadata.component['bom-ref']
  const dependencies = listed.dependencies.map((each) =>
    each.ref === self ? { ...each, dependsOn: [...(each.dependsOn ?? []), ...added.map(refOf)] } : each,
  )
  const within = components.flatMap((component) => [component, ...(component.components ?? [])])
  return {
    ...listed,
    components: [...components, ...added],
    dependencies: [...dependencies, ...added.map((each) => ({ ref: refOf(each) })), ...within.flatMap(dependencyOn)],
    compositions: [{ aggregate: 'incomplete', assemblies: [self], dependencies: [self] }],
  } as Sbom
}

function listPackages(folder: string): Sbom {
  const script = fileURLToPath(new URL('bin/cyclonedx-npm-cli.js', import.meta.resolve('@cyclonedx/cyclonedx-npm')))
  const given = ['--package-lock-only', '--output-reproducible', '--flatten-components', '--spec-version=1.6']
  const text = execFileSync(process.execPath, [script, ...given, join(folder, 'package.json')], { encoding: 'utf8' })
  return JSON.parse(text) as Sbom
}

/** With the digest of its archive, which the tool takes only from locks that name addresses, and with what lies inside its programs. */
function complete(component: Component, lock: Readonly<Record<string, Locked>>): Component {
  const path = component.properties?.find(({ name }) => name === 'cdx:npm:package:path')?.value ?? ''
  const { properties: _, ...rest } = component
  const name = component.group === undefined ? component.name : `${component.group}/${component.name}`
  const inside = insideOf(name, component.version ?? '').map((each) => toInside(each, refOf(component)))
  return { ...rest, hashes: hashesOf(path, lock), ...(inside.length > 0 && { components: inside }) }
}

function hashesOf(path: string, lock: Readonly<Record<string, Locked>>): NonNullable<Component['hashes']> {
  const [algorithm, digest] = lock[path]?.integrity?.split('-') ?? []
  if (algorithm !== 'sha512' || digest === undefined) throw new Error(`package-lock.json has no SHA-512 of ${path}`)
  return [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }]
}

function toInside({ name, version, cpe, holds = [] }: Inside, outer: string): Component {
  const ref = `${outer}#${name}`
  return {
    type: holds.length > 0 ? 'application' : 'library',
    name,
    ...(version !== undefined && { version }),
    'bom-ref': ref,
    ...(cpe !== undefined && version !== undefined && { cpe: `cpe:2.3:a:${cpe}:${version}:*:*:*:*:*:*:*` }),
    ...(holds.length > 0 && { components: holds.map((each) => toInside(each, ref)) }),
  }
}

function toComponent({ name, version, identifier }: PageLibrary, lock: Readonly<Record<string, Locked>>): Component {
  return {
    type: 'library',
    name,
    version,
    'bom-ref': `page|${name}@${version}`,
    purl: `pkg:npm/${name.replace(/^@/, '%40')}@${version}`,
    ...(identifier !== undefined && { licenses: [{ expression: identifier }] }),
    hashes: hashesOf(pathOf(name, version, lock), lock),
  }
}

function pathOf(name: string, version: string, lock: Readonly<Record<string, Locked>>): string {
  const ends = `node_modules/${name}`
  return (
    Object.keys(lock).find((path) => (path === ends || path.endsWith(`/${ends}`)) && lock[path]?.version === version) ??
    ends
  )
}

function dependencyOn({ 'bom-ref': ref, components = [] }: Component): readonly Dependency[] {
  if (components.length === 0) return []
  return [{ ref, dependsOn: components.map(refOf) }]
}

function refOf(component: Component): string {
  return component['bom-ref']
}
