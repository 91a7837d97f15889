export type OrganisationId = string & { readonly __brand: 'OrganisationId' }
export type DeviceId = string & { readonly __brand: 'DeviceId' }
export type SbomId = number & { readonly __brand: 'SbomId' }
export type ModelVersionId = number & { readonly __brand: 'ModelVersionId' }
export type JobId = string & { readonly __brand: 'JobId' }

/** Whether a text has the form of the ids of organisations, devices, decisions and jobs: a UUID. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}
