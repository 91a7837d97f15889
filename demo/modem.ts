import type { Ingredient, Truth } from './ingredient.ts'
import type { Part } from './part.ts'

type Module = 'ehs5' | 'ehs6' | 'ehs8' | 'els61' | 'pls62'

const lastVulnerable = {
  ehs5: 'rn_04.003_/_arn_01.000.04',
  ehs6: 'rn_04.003_/_arn_01.000.04',
  ehs8: 'rn_04.003_/_arn_01.000.04',
  els61: 'rn_02.002_/_arn_01.000.04',
  pls62: 'rn_02.000_/_arn_01.000.04',
} as const satisfies Record<Module, string>

/** A cellular module of the Cinterion family at the last revision that CVE-2020-15858 concerns: firmware and the hardware it runs on. */
export function vulnerableModem(module: Module): Ingredient {
  return withModem({ verdict: 'affected' }, firmware(module, lastVulnerable[module]), hardware(module))
}

/** The same module at a later application revision, as a maker states it after its update. */
export function updatedModem(module: Module): Ingredient {
  const later = lastVulnerable[module].replace('01.000.04', '01.000.06')
  return withModem({ verdict: 'notAffected' }, firmware(module, later), hardware(module))
}

/** Firmware without the hardware it runs on, so "firmware on hardware" is not settled. */
export function modemWithoutHardware(module: Module): Ingredient {
  return withModem({ verdict: 'unknown', because: ['conditionNotSettled'] }, firmware(module, lastVulnerable[module]))
}

/** A revision counted in another way than the advisory counts. */
export function modemOfOtherCount(module: Module): Ingredient {
  return withModem(
    { verdict: 'unknown', because: ['versionNotComparable'] },
    firmware(module, '04.003'),
    hardware(module),
  )
}

export function modemWithoutVersion(module: Module): Ingredient {
  const { version: _, ...unversioned } = firmware(module, '*')
  return withModem({ verdict: 'unknown', because: ['versionUnknown'] }, unversioned, hardware(module))
}

/** A module that the maker names without any identifier. */
export function modemByName(module: Module): Ingredient {
  return withModem(
    { verdict: 'unknown', because: ['nameOnly', 'conditionNotSettled'] },
    { type: 'firmware', name: `${module.toUpperCase()} firmware`, version: lastVulnerable[module], within: 'root' },
  )
}

/** A modem of another maker. */
export const otherModem: Ingredient = {
  parts: [
    {
      type: 'firmware',
      name: 'SARA-R410M firmware',
      version: 'L0.0.00.00.05.08',
      supplier: 'u-blox',
      cpe: 'cpe:2.3:o:u-blox:sara-r410m_firmware:l0.0.00.00.05.08:*:*:*:*:*:*:*',
      within: 'root',
    },
  ],
}

function withModem(truth: Truth, ...parts: readonly Part[]): Ingredient {
  return { parts, truths: { 'CVE-2020-15858': truth } }
}

function firmware(module: Module, version: string): Part {
  const name = `${module.toUpperCase()} firmware`
  const cpe = `cpe:2.3:o:thalesgroup:${module}_firmware:${version.replace('/', '\\/')}:*:*:*:*:*:*:*`
  return { type: 'firmware', name, version, supplier: 'Thales', cpe, within: 'root' }
}

function hardware(module: Module): Part {
  const cpe = `cpe:2.3:h:thalesgroup:${module}:-:*:*:*:*:*:*:*`
  return { type: 'device', name: `Cinterion ${module.toUpperCase()}`, supplier: 'Thales', cpe, within: 'root' }
}
