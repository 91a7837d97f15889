import type { Composition, PlacedPart } from '../composition.ts'
import { partHash } from '../part.ts'
import { documentUuid, edgesFrom, hasHash, toolName, toolVersion, writtenAt } from './document.ts'

/** Source: CycloneDX XML schemas bom-1.4 to bom-1.6, whose elements have a fixed order. */
export function toCycloneDxXml(composition: Composition, specVersion: '1.4' | '1.5' | '1.6'): string {
  const root = [
    `<component type="device" bom-ref="${composition.rootRef}">`,
    `<supplier><name>${escape(composition.maker)}</name></supplier>`,
    `<name>${escape(composition.model)}</name>`,
    `<version>${escape(composition.version)}</version>`,
    '</component>',
  ]
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<bom xmlns="http://cyclonedx.org/schema/bom/${specVersion}" serialNumber="urn:uuid:${documentUuid(composition)}" version="1">`,
    '<metadata>',
    `<timestamp>${writtenAt}</timestamp>`,
    `<tools><tool><vendor>Fictional</vendor><name>${toolName}</name><version>${toolVersion}</version></tool></tools>`,
    ...root,
    `<supplier><name>${escape(composition.maker)}</name></supplier>`,
    '</metadata>',
    '<components>',
    ...toComponents(composition, composition.rootRef),
    '</components>',
    '<dependencies>',
    ...[...edgesFrom(composition)].flatMap(([ref, dependsOn]) => [
      `<dependency ref="${ref}">`,
      ...dependsOn.map((to) => `<dependency ref="${to}"/>`),
      '</dependency>',
    ]),
    '</dependencies>',
    ...toCompositions(composition),
    '</bom>',
  ]
  return `${lines.join('\n')}\n`
}

function toComponents(composition: Composition, parent: string): readonly string[] {
  return composition.parts
    .filter((part) => part.parent === parent)
    .flatMap((part) => {
      const inner = toComponents(composition, part.ref)
      const components = inner.length === 0 ? [] : ['<components>', ...inner, '</components>']
      return [`<component type="${part.type}" bom-ref="${part.ref}">`, ...toFields(part), ...components, '</component>']
    })
}

function toFields(part: PlacedPart): readonly string[] {
  const endOfSupport = part.endOfSupport
  return [
    part.supplier === undefined ? '' : `<supplier><name>${escape(part.supplier)}</name></supplier>`,
    part.group === undefined ? '' : `<group>${escape(part.group)}</group>`,
    `<name>${escape(part.name)}</name>`,
    part.version === undefined ? '' : `<version>${escape(part.version)}</version>`,
    hasHash(part) ? `<hashes><hash alg="SHA-256">${partHash(part)}</hash></hashes>` : '',
    part.cpe === undefined ? '' : `<cpe>${escape(part.cpe)}</cpe>`,
    part.purl === undefined ? '' : `<purl>${escape(part.purl)}</purl>`,
    endOfSupport === undefined
      ? ''
      : `<properties><property name="cdx:lifecycle:milestone:endOfSupport">${endOfSupport}</property></properties>`,
  ].filter((line) => line !== '')
}

function toCompositions(composition: Composition): readonly string[] {
  switch (composition.claim) {
    case 'none':
      return []
    case 'complete':
    case 'incomplete':
      return statement(composition.claim, composition.rootRef)
    case 'innerComplete':
      return statement('complete', composition.applicationRef ?? composition.rootRef)
  }
}

function statement(aggregate: string, assembly: string): readonly string[] {
  return [
    '<compositions>',
    '<composition>',
    `<aggregate>${aggregate}</aggregate>`,
    `<assemblies><assembly ref="${assembly}"/></assemblies>`,
    '</composition>',
    '</compositions>',
  ]
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
