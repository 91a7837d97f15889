/** What one purl type adds to the general rules. Absent: nothing. */
export interface PurlTypeRule {
  readonly demands?: 'namespace' | 'noNamespace'
  readonly namespace?: (text: string) => string
  readonly name?: (text: string, qualifiers: ReadonlyMap<string, string>) => string
  readonly version?: (text: string) => string
  /** Moves the border between namespace and name. */
  readonly split?: (namespace: string, name: string) => [string, string]
  readonly nameHasSlashes?: true
  /** A qualifier that the type cannot do without. */
  readonly qualifier?: string
  readonly nameForm?: RegExp
  readonly versionForm?: RegExp
}

const lower = (text: string): string => text.toLowerCase()
const inNamespace = { demands: 'namespace' } as const
const withoutNamespace = { demands: 'noNamespace' } as const

/** The types with rules of their own; any other type has the general ones. Source: package-url/purl-spec, folder `types`. */
export const purlTypes: ReadonlyMap<string, PurlTypeRule> = new Map<string, PurlTypeRule>([
  ['alpm', { ...inNamespace, namespace: lower, name: lower }],
  ['apk', { ...inNamespace, namespace: lower, name: lower }],
  ['bazel', withoutNamespace],
  ['bitbucket', { ...inNamespace, namespace: lower, name: lower }],
  ['bitnami', { ...withoutNamespace, name: lower }],
  ['brew', { namespace: lower, name: lower }],
  ['cargo', withoutNamespace],
  [
    'chrome-extension',
    { ...withoutNamespace, name: lower, nameForm: /^[a-p]{32}$/, versionForm: /^\d+(?:\.\d+){0,3}$/ },
  ],
  ['cocoapods', withoutNamespace],
  ['composer', { ...inNamespace, namespace: lower, name: lower }],
  ['conda', withoutNamespace],
  ['cpan', { namespace: (text) => text.toUpperCase(), nameForm: /^(?!.*::)/s }],
  ['cran', withoutNamespace],
  ['deb', { ...inNamespace, namespace: lower, name: lower }],
  ['gem', withoutNamespace],
  ['git', { ...inNamespace, split: splitHost, nameHasSlashes: true }],
  ['github', { ...inNamespace, namespace: lower, name: lower }],
  ['golang', inNamespace],
  ['hackage', withoutNamespace],
  ['hex', { namespace: lower, name: lower }],
  ['huggingface', { ...inNamespace, version: lower }],
  ['julia', { ...withoutNamespace, qualifier: 'uuid' }],
  ['luarocks', { namespace: lower, name: lower }],
  ['maven', inNamespace],
  ['mlflow', { ...withoutNamespace, name: nameInMlflow }],
  ['npm', { split: splitScope }],
  ['nuget', withoutNamespace],
  ['oci', { ...withoutNamespace, name: lower, version: lower }],
  ['opam', withoutNamespace],
  ['otp', { ...withoutNamespace, name: lower }],
  ['pub', { ...withoutNamespace, name: (text) => text.toLowerCase().replace(/[^a-z0-9_]/g, '_') }],
  ['pypi', { ...withoutNamespace, name: (text) => text.toLowerCase().replaceAll('_', '-'), version: lower }],
  ['qpkg', { ...inNamespace, namespace: lower }],
  ['rpm', { ...inNamespace, namespace: lower }],
  ['swid', { qualifier: 'tag_id' }],
  ['swift', inNamespace],
  ['vcpkg', withoutNamespace],
  ['vscode-extension', { ...inNamespace, namespace: lower, name: lower, version: lower }],
  ['yocto', { namespace: lower }],
])

/** Some tools encode the slash of a scope: `npm/%40babel%2Fcore`. */
function splitScope(namespace: string, name: string): [string, string] {
  const slash = name.indexOf('/')
  return namespace === '' && name.startsWith('@') && slash > 1
    ? [name.slice(0, slash), name.slice(slash + 1)]
    : [namespace, name]
}

/** The namespace of a git purl is the host, and the rest of the path is its name. */
function splitHost(namespace: string, name: string): [string, string] {
  const [host = '', ...folders] = namespace.split('/')
  return [host, [...folders, name].join('/')]
}

/** Databricks folds case, Azure Machine Learning does not. */
function nameInMlflow(text: string, qualifiers: ReadonlyMap<string, string>): string {
  return qualifiers.get('repository_url')?.includes('databricks') === true ? text.toLowerCase() : text
}
