import type { SbomReader } from '../reader.ts'
import { toSbom } from '../spdx/document.ts'
import { documentIn } from '../spdx/wrapped.ts'
import { readYaml } from '../spdx/yaml.ts'

/** SPDX 2.2 and 2.3 in YAML, which has the keys of the JSON form; 2.0 and 2.1 by the same rules, with a doubt. */
export const spdxYaml = {
  id: 'spdx-yaml',
  format: 'SPDX YAML',
  source: 'https://spdx.github.io/spdx-spec/v2.3/conformance/#44-standard-data-format-requirements',
  recognises: (content) =>
    content.is === 'text' && key.test(content.text.slice(0, headLength)) && hasVersion(content.text),
  read: (reading, content) => {
    const document = content.is === 'text' ? readYaml(reading, content.text) : undefined
    if (document === undefined) return undefined
    return toSbom({ ...reading, placeOf: document.placeOf }, documentIn(document.fields) ?? document.fields, 'yaml')
  },
} as const satisfies SbomReader

/** Keys may stand in any order, so that of the version may come behind all packages. The first key is enough to tell it from prose. */
const headLength = 64 * 1024
const key =
  /^["']?(?:Document|SpdxDocument|spdxVersion|SPDXID|annotations|comment|creationInfo|dataLicense|document\w+|externalDocumentRefs|files|hasExtractedLicensingInfos|name|packages|relationships|revieweds|snippets)["']?[ \t]*:/m

function hasVersion(text: string): boolean {
  return /^[ \t]*["']?spdxVersion["']?[ \t]*:/m.test(text)
}
