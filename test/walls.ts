import { dirname, join } from 'node:path/posix'
import { parseSync } from 'oxc-parser'

/**
 * Who may import whom; docs/architecture.md shows this very table. A room reaches only rooms below its own line, so no cycle can be drawn.
 * `room(types)` opens a door for types alone, `room(types, a, b)` for types and the named values.
 * Types of model pass into versions because sort keys and ranges are nouns that every room shares; a type leaves nothing to run.
 */
export const whoMayImportWhom = `
cli                                     → server, flows, model, store(types, startEmbedded, openStore, StoreError), demo
server                                  → flows, model, store(types, StoreError)
flows                                   → store, sbom, feeds, findings, network, inventory, assurance, reports, csaf, signatures, versions, model
store                                   → model
feeds                                   → csaf, signatures, versions, model
assurance                               → csaf, versions, model
csaf, findings                          → versions, model
sbom                                    → tables, versions, model
inventory                               → tables, model
network, reports, signatures, tables    → model
versions                                → model(types)
model, demo                             → nothing
`.trim()

/** Packages that one room keeps to itself. */
const keptBy: Readonly<Record<string, string>> = {
  pg: 'store',
  'pg-copy-streams': 'store',
  kysely: 'store',
  'graphile-worker': 'store',
  fastify: 'server',
  '@fastify': 'server',
  'prom-client': 'server',
}

/** Modules that can speak to a network or start a program. Rooms that judge and listen are given bytes and `fetch`, and cannot reach out by themselves. */
const reachesOut = /^(?:node:(?:net|dgram|tls|dns|https?|http2|child_process|cluster)\b|undici\b)/
const mayReachOut = ['store', 'server', 'cli']

/** Doors beside a room's own, for commands that run for weeks on a small box: what stands behind them loads few rooms. */
const sideDoors: readonly string[] = ['src/flows/listening.ts', 'src/flows/open.ts', 'src/flows/sensing.ts']

/** Measures look into every room by its door and ask the database for its own figures; nothing imports them. */
const BENCH = 'bench'

/** The one file that reads the environment; everything else is given what it needs. */
const environmentFile = 'src/cli/environment.ts'

/** Rooms with a family: where its members lie, and the name of the one list of them all, which the door exports. */
const families = [
  { room: 'versions', members: /^src\/versions\/schemes\/[^/]+\.ts$/, list: 'schemes' },
  { room: 'sbom', members: /^src\/sbom\/readers\/[^/]+\.ts$/, list: 'readers' },
  { room: 'sbom', members: /^src\/sbom\/writers\/[^/]+\.ts$/, list: 'writers' },
  { room: 'sbom', members: /^src\/sbom\/quality\/checklists\/[^/]+\.ts$/, list: 'qualityChecklists' },
  { room: 'assurance', members: /^src\/assurance\/readers\/[^/]+\.ts$/, list: 'statementReaders' },
  { room: 'assurance', members: /^src\/assurance\/writers\/[^/]+\.ts$/, list: 'statementWriters' },
  { room: 'feeds', members: /^src\/feeds\/[^/]+\/index\.ts$/, list: 'feeds' },
  { room: 'network', members: /^src\/network\/protocols\/[^/]+\.ts$/, list: 'protocols' },
  { room: 'network', members: /^src\/network\/sources\/[^/]+\.ts$/, list: 'sources' },
  { room: 'inventory', members: /^src\/inventory\/importers\/[^/]+\.ts$/, list: 'importers' },
  { room: 'reports', members: /^src\/reports\/exporters\/[^/]+\.ts$/, list: 'exporters' },
]

/** Source text by path from the repository's root, with `/` between folders. */
export type SourceTree = Readonly<Record<string, string>>

/** Every place where a tree breaks a wall, one sentence each: file, what it did, what to do instead. Empty when all walls hold. */
export function brokenWalls(tree: SourceTree): string[] {
  const paths = Object.keys(tree).filter((path) => path.endsWith('.ts'))
  return [
    ...paths.flatMap((path) => brokenInFile(path, tree[path] ?? '')),
    ...families.flatMap((family) => brokenInFamily(family, tree)),
  ]
}

/** Names of rooms, each with the doors it may use and the values it may take there; undefined values means anything. */
export function doorsByRoom(table: string): ReadonlyMap<string, ReadonlyMap<string, readonly string[] | undefined>> {
  const doors = new Map<string, ReadonlyMap<string, readonly string[] | undefined>>()
  for (const line of table.split('\n')) {
    const [rooms = '', targets = ''] = line.split('→')
    const allowed = new Map<string, readonly string[] | undefined>()
    for (const [, room = '', values] of targets.matchAll(/(\w+)(?:\(([^)]*)\))?/g)) {
      if (room !== 'nothing')
        allowed.set(
          room,
          values?.split(', ').filter((value) => value !== 'types'),
        )
    }
    for (const room of rooms.split(',')) doors.set(room.trim(), allowed)
  }
  return doors
}

/** The rooms that a file loads when it is imported, in the order of their names; what it imports later, when it needs it, does not count. */
export function roomsLoadedBy(path: string, tree: SourceTree): readonly string[] {
  const seen = new Set([path])
  for (const each of seen) {
    const imports = staticImportsOf(parseSync(each, tree[each] ?? '').module)
    for (const { from, values } of imports)
      if (from.startsWith('.') && values.length > 0) seen.add(join(dirname(each), from))
  }
  return [...new Set([...seen].flatMap((each) => roomOf(each) ?? []))].sort()
}

const doors = doorsByRoom(whoMayImportWhom)

interface Import {
  readonly from: string
  /** Names of the values taken, `*` for all of them; empty when only types are. */
  readonly values: readonly string[]
}

function brokenInFile(path: string, text: string): string[] {
  const room = roomOf(path)
  if (room === undefined || !(doors.has(room) || room === BENCH))
    return [`${path}: belongs to no room; add the room to the table, or move the file`]
  const parsed = parseSync(path, text)
  if (parsed.errors.length > 0) return [`${path}: cannot be parsed: ${parsed.errors[0]?.message}`]
  const broken = importsOf(parsed.module, text).flatMap((each) => brokenByImport(path, room, each))
  const readsEnvironment = /\bprocess\s*(\??\.|\[['"])\s*env\b|\benv\b[^\n]*=\s*process\b/.test(
    withoutComments(text, parsed.comments),
  )
  if (readsEnvironment && path !== environmentFile && !isTest(path)) {
    broken.push(`${path}: reads process.env; take the value as an argument, it is read in ${environmentFile}`)
  }
  return broken
}

function brokenByImport(path: string, room: string, { from, values }: Import): string[] {
  const says = (what: string): string[] => [`${path}: ${what}`]
  if (from === '') return says('imports a computed path; name the module, so that the walls can be checked')
  if (from.startsWith('node:process')) return says(`imports ${from}; the environment is read in ${environmentFile}`)
  if (reachesOut.test(from) && !isTest(path) && !mayReachOut.includes(room))
    return says(`${room} may not reach out by ${from}; take bytes or fetch as an argument`)
  if (from.startsWith('node:')) return []
  if (!from.startsWith('.')) return brokenByPackage(from, room, isTest(path)).flatMap(says)

  const target = join(dirname(path), from)
  const targetRoom = roomOf(target)
  if (targetRoom === room && isTest(target) && !isTest(path)) return says(`imports the test ${target}`)
  if (targetRoom === room) return []
  if (isTest(path) && (target.startsWith('test/') || target.startsWith('demo/'))) return []
  if (targetRoom === undefined || !doors.has(targetRoom)) return says(`imports ${target}, which is in no room`)
  if (target !== doorOf(targetRoom) && !sideDoors.includes(target))
    return says(`reaches behind the door of ${targetRoom}: ${target}; import ${doorOf(targetRoom)}`)
  if (isTest(path)) return []
  const allowed = doors.get(room)
  if (!allowed?.has(targetRoom)) return says(`${room} may not import ${targetRoom}`)
  const permitted = allowed.get(targetRoom)
  const refused = permitted === undefined ? [] : values.filter((value) => !permitted.includes(value))
  return refused.flatMap((value) => says(`${room} may not take the value ${value} from ${targetRoom}`))
}

function brokenByPackage(name: string, room: string, inTest: boolean): string[] {
  const keeper = keptBy[name.split('/')[0] ?? '']
  if (keeper !== undefined && keeper !== room && room !== BENCH) return [`imports ${name}, which only ${keeper} may`]
  if (room === 'demo' && !inTest) return [`imports ${name}; the demonstration's maker needs nothing but Node`]
  return []
}

function brokenInFamily({ room, members, list }: (typeof families)[number], tree: SourceTree): string[] {
  const memberPaths = Object.keys(tree).filter((path) => members.test(path) && !isTest(path))
  const listing = listingOf(room, list, tree)
  if (listing === undefined) {
    const needsList = memberPaths.length > 0 || doorOf(room) in tree
    return needsList ? [`${doorOf(room)}: exports no list of its family: export const ${list} = [ … ]`] : []
  }
  const listedPaths = listing.names.map(
    (name) => listing.imports.find(({ values }) => values.includes(name))?.path ?? name,
  )
  return [
    ...memberPaths
      .filter((path) => !listedPaths.includes(path))
      .map((path) => `${listing.path}: ${list} lacks ${path}`),
    ...listedPaths
      .filter((path) => !memberPaths.includes(path))
      .map((path) => `${listing.path}: ${list} holds ${path}, which is no member of the family`),
  ]
}

interface Listing {
  readonly path: string
  readonly names: readonly string[]
  readonly imports: readonly { readonly path: string; readonly values: readonly string[] }[]
}

/** The list stands in the door, or in a file that the door exports it from, so that the room can use it without its own door. */
function listingOf(room: string, list: string, tree: SourceTree): Listing | undefined {
  const door = doorOf(room)
  const exported = importedBy(door, tree).filter(({ values }) => values.includes(list))
  for (const path of [door, ...exported.map((each) => each.path)]) {
    const [, names] = new RegExp(`^export const ${list}\\b[^=]*= \\[([^\\]]*)\\]`, 'm').exec(tree[path] ?? '') ?? []
    if (names !== undefined)
      return { path, names: names.replaceAll(/\/\/.*/g, '').match(/\w+/g) ?? [], imports: importedBy(path, tree) }
  }
  return undefined
}

function importedBy(path: string, tree: SourceTree): Listing['imports'] {
  const text = tree[path] ?? ''
  return importsOf(parseSync(path, text).module, text).map(({ from, values }) => ({
    path: join(dirname(path), from),
    values,
  }))
}

type Module = ReturnType<typeof parseSync>['module']

function importsOf(module: Module, text: string): Import[] {
  const dynamic = module.dynamicImports.map(({ moduleRequest }) => ({
    from: /^(['"])(.+)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[2] ?? '',
    values: ['*'],
  }))
  return [...staticImportsOf(module), ...dynamic]
}

function staticImportsOf(module: Module): Import[] {
  const imports = module.staticImports.map(({ moduleRequest, entries }) => ({
    from: moduleRequest.value,
    values:
      entries.length === 0
        ? ['*']
        : entries.filter((entry) => !entry.isType).map((entry) => entry.importName.name ?? '*'),
  }))
  const reexports = module.staticExports
    .flatMap(({ entries }) => entries)
    .flatMap(({ moduleRequest, isType, importName }) =>
      moduleRequest === null ? [] : [{ from: moduleRequest.value, values: isType ? [] : [importName.name ?? '*'] }],
    )
  return [...imports, ...reexports]
}

function withoutComments(text: string, comments: readonly { readonly start: number; readonly end: number }[]): string {
  return comments.toReversed().reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text)
}

function roomOf(path: string): string | undefined {
  return /^(?:src\/(\w+)|(demo|bench))\//
    .exec(path)
    ?.slice(1)
    .find((name) => name !== undefined)
}

function doorOf(room: string): string {
  return room === 'demo' ? 'demo/index.ts' : `src/${room}/index.ts`
}

function isTest(path: string): boolean {
  return path.startsWith(`${BENCH}/`) || /\.(?:test|conformance)\.ts$/.test(path)
}
