import type { FactsTold } from '../facts.ts'
import type { Notes } from '../protocol.ts'

const maxScopes = 64

/**
 * What the scopes of a device tell. Contexts of patients, operators, meetings and workflows are counted and never kept.
 * Sources: IEEE 11073-20701 §7.6, §9.3 and annex on URI schemes (`sdc.ctxt.loc`, `sdc.ctxt.pat` …, `sdc.cdc.type`, `sdc.mds.pkp`); ONVIF Core §7.3.2.2.
 */
export function scopesTold(scopes: string, notes: Notes): FactsTold {
  const told: Record<'facility' | 'department' | 'location' | 'deviceKind' | 'model' | 'role', string[]> = {
    facility: [],
    department: [],
    location: [],
    deviceKind: [],
    model: [],
    role: [],
  }
  for (const scope of scopes.split(/\s+/, maxScopes)) {
    if (scope === '') continue
    const context = /^sdc\.ctxt\.([a-z]{3}):/i.exec(scope)?.[1]?.toLowerCase()
    if (context === 'loc') {
      const place = placeOf(queryOf(scope))
      told.facility.push(place.facility)
      told.department.push(place.department)
      told.location.push(place.location)
    } else if (context !== undefined)
      notes.drop(context === 'pat' ? 'patient' : context === 'opr' ? 'person' : 'identifier')
    else if (/^sdc\.cdc\.type:/i.test(scope)) told.deviceKind.push(kindIn(scope))
    else if (/^sdc\.mds\.pkp:/i.test(scope)) told.role.push('sdc-provider')
    else if (/^onvif:\/\/www\.onvif\.org\/hardware\//i.test(scope))
      told.model.push(decoded(scope.split('/', 6)[4] ?? ''))
    else notes.drop('text')
  }
  return told
}

/** Of a location context: where the device stands, as its own configuration says. */
export interface Place {
  readonly facility: string
  readonly department: string
  readonly location: string
}

/** Facility, building, floor, point of care, room and bed by the names that scopes (`fac`, `bldng` …) or attributes (`Facility`, `Building` …) give them. */
export function placeOf(parts: ReadonlyMap<string, string>): Place {
  const part = (...names: readonly string[]): string =>
    names.map((name) => parts.get(name) ?? '').find((value) => value !== '') ?? ''
  const within = [part('bldng', 'Building'), part('flr', 'Floor'), part('rm', 'Room'), part('bed', 'Bed')]
  return {
    facility: part('fac', 'Facility'),
    department: part('poc', 'PoC'),
    location: within.filter((value) => value !== '').join(' / '),
  }
}

function queryOf(scope: string): ReadonlyMap<string, string> {
  const query = scope.slice(scope.indexOf('?') + 1)
  return new Map(
    query
      .split('&')
      .map((pair) => [pair.split('=', 1)[0]?.toLowerCase() ?? '', decoded(pair.slice(pair.indexOf('=') + 1))]),
  )
}

/** `sdc.cdc.type:///69798`: coding system (none: ISO/IEEE 11073-10101), version, code. */
function kindIn(scope: string): string {
  const [system = '', , code = ''] = scope
    .slice(scope.indexOf(':') + 1)
    .replace(/^\//, '')
    .split('/', 3)
  if (!/^[\w.-]{1,40}$/.test(code)) return ''
  return system === '' ? `MDC ${code}` : `${decoded(system)} ${code}`
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return ''
  }
}
