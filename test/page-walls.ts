import { dirname, join } from 'node:path/posix'
import { parseSync } from 'oxc-parser'
import type { SourceTree } from './walls.ts'

/** All that the pages take from the rest of the source: the types of what passes over HTTP. */
const contract = 'src/server/contract.ts'
/** Packages that the pages are made of; another one weighs on every hospital's line. */
const packages =
  /^(?:react|react-dom\/client|@mantine\/(?:core|hooks)|@tanstack\/react-(?:query|router)|@fontsource-variable\/.+\.css)$/
/** The one `.ts` file that names components: it leads addresses to pages. */
const routesFile = 'web/routes.ts'
/** Settings of the builder are no part of the pages. */
const buildFile = 'web/vite.config.ts'

/** Statements and expressions that decide or compute. Node cannot run a `.tsx` file, so what stands there is tested by the browser alone. */
const logic: Readonly<Record<string, string>> = {
  ForStatement: 'a loop',
  ForOfStatement: 'a loop',
  ForInStatement: 'a loop',
  WhileStatement: 'a loop',
  DoWhileStatement: 'a loop',
  SwitchStatement: 'a switch',
  TryStatement: 'a try',
  ThrowStatement: 'a throw',
  AwaitExpression: 'an await',
  NewExpression: 'a new',
  AssignmentExpression: 'an assignment',
  UpdateExpression: 'an assignment',
}

/** Every place where the pages break a wall, one sentence each. Empty when all walls hold. */
export function brokenPageWalls(tree: SourceTree): string[] {
  return Object.entries(tree).flatMap(([path, text]) => {
    if (path === buildFile || path.endsWith('.test.ts')) return []
    const { program, module, errors } = parseSync(path, text)
    if (errors.length > 0) return [`${path}: cannot be parsed: ${errors[0]?.message}`]
    const imports = module.staticImports.map(({ moduleRequest, entries }) => ({
      from: moduleRequest.value,
      isType: entries.length > 0 && entries.every((entry) => entry.isType),
    }))
    return [
      ...imports.flatMap((each) => brokenByImport(path, each)),
      ...(path.endsWith('.tsx') ? logicIn(program.body).map((what) => `${path}: ${what}`) : []),
    ]
  })
}

function brokenByImport(path: string, { from, isType }: { readonly from: string; readonly isType: boolean }): string[] {
  if (!from.startsWith('.')) {
    return packages.test(from) ? [] : [`${path}: imports ${from}, which the pages are not made of`]
  }
  const target = join(dirname(path), from)
  if (target === contract) return isType ? [] : [`${path}: takes more than types from ${contract}; use import type`]
  if (!target.startsWith('web/')) return [`${path}: imports ${target}; the pages know ${contract} alone`]
  const namesComponent = target.endsWith('.tsx') && path.endsWith('.ts')
  return namesComponent && path !== routesFile
    ? [`${path}: imports ${target}; Node cannot run that, so this could not be tested`]
    : []
}

interface SyntaxNode {
  readonly type: string
  readonly [field: string]: unknown
}

function logicIn(body: readonly unknown[]): string[] {
  const statements = body as readonly SyntaxNode[]
  const strangers = statements.flatMap(({ type, declaration, ...rest }) => {
    const declared = (declaration ?? { type, ...rest }) as SyntaxNode
    return isAtHome(declared)
      ? []
      : ['holds something beside components and their types; move it to the .ts file beside it']
  })
  const found = new Set(
    statements.flatMap(nodesIn).flatMap(({ type, operator, regex }) => logicOf(type, operator, regex)),
  )
  return [
    ...strangers,
    ...[...found].map((what) => `holds ${what}; what a page computes lives in the .ts file beside it`),
  ]
}

/** Imports, types, components, and the one call that begins it all. */
function isAtHome({ type, id, declarations }: SyntaxNode): boolean {
  if (['ImportDeclaration', 'TSInterfaceDeclaration', 'TSTypeAliasDeclaration', 'ExpressionStatement'].includes(type))
    return true
  const names =
    type === 'VariableDeclaration' ? (declarations as readonly { id: unknown }[]).map((each) => each.id) : [id]
  return (names as readonly { readonly name?: string }[]).every(({ name = '' }) => /^[A-Z]/.test(name))
}

function logicOf(type: string, operator: unknown, regex: unknown): string[] {
  if (regex !== undefined) return ['a regular expression']
  if (type === 'BinaryExpression' && ['+', '-', '*', '/', '%', '**'].includes(String(operator))) return ['arithmetic']
  const what = logic[type]
  return what === undefined ? [] : [what]
}

function nodesIn(value: unknown): SyntaxNode[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn)
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap(nodesIn)
  return 'type' in value && typeof value.type === 'string' ? [value as SyntaxNode, ...inner] : inner
}
