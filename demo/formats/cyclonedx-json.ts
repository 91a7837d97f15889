import type { Composition, PlacedPart } from '../composition.ts'
import { partHash } from '../part.ts'
import { documentUuid, edgesFrom, hasHash, toolName, toolVersion, writtenAt } from './document.ts'

/** Source: CycloneDX JSON schemas bom-1.4 to bom-1.7. */
export function toCycloneDxJson(composition: Composition, specVersion: '1.4' | '1.5' | '1.6' | '1.7'): string {
  const compositions = toCompositions(composition)
  const document = {
    $schema: `http://cyclonedx.org/schema/bom-${specVersion}.schema.json`,
    bomFormat: 'CycloneDX',
    specVersion,
    serialNumber: `urn:uuid:${documentUuid(composition)}`,
    version: 1,
    metadata: {
      timestamp: writtenAt,
      tools: toTools(specVersion),
      component: {
        type: 'device',
        'bom-ref': composition.rootRef,
        supplier: { name: composition.maker },
        name: composition.model,
        version: composition.version,
      },
      supplier: { name: composition.maker },
    },
    components: toComponents(composition, composition.rootRef),
    dependencies: [...edgesFrom(composition)].map(([ref, dependsOn]) => ({ ref, dependsOn })),
    ...(compositions.length === 0 ? {} : { compositions }),
  }
  return `${JSON.stringify(document, null, 1)}\n`
}

function toTools(specVersion: string): unknown {
  if (specVersion === '1.4') return [{ vendor: 'Fictional', name: toolName, version: toolVersion }]
  return { components: [{ type: 'application', name: toolName, version: toolVersion }] }
}

function toCompositions(composition: Composition): readonly unknown[] {
  switch (composition.claim) {
    case 'none':
      return []
    case 'complete':
    case 'incomplete':
      return [{ aggregate: composition.claim, assemblies: [composition.rootRef] }]
    case 'innerComplete':
      return [{ aggregate: 'complete', assemblies: [composition.applicationRef] }]
  }
}

function toComponents(composition: Composition, parent: string): readonly unknown[] {
  return composition.parts
    .filter((part) => part.parent === parent)
    .map((part) => {
      const components = toComponents(composition, part.ref)
      return { ...toComponent(part), ...(components.length === 0 ? {} : { components }) }
    })
}

function toComponent(part: PlacedPart): object {
  return {
    type: part.type,
    'bom-ref': part.ref,
    ...(part.supplier === undefined ? {} : { supplier: { name: part.supplier } }),
    ...(part.group === undefined ? {} : { group: part.group }),
    name: part.name,
    ...(part.version === undefined ? {} : { version: part.version }),
    ...(hasHash(part) ? { hashes: [{ alg: 'SHA-256', content: partHash(part) }] } : {}),
    ...(part.cpe === undefined ? {} : { cpe: part.cpe }),
    ...(part.purl === undefined ? {} : { purl: part.purl }),
    ...(part.endOfSupport === undefined
      ? {}
      : { properties: [{ name: 'cdx:lifecycle:milestone:endOfSupport', value: part.endOfSupport }] }),
  }
}
