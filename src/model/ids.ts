export type OrganisationId = string & { readonly __brand: 'OrganisationId' }
export type DeviceId = string & { readonly __brand: 'DeviceId' }
export type SbomId = number & { readonly __brand: 'SbomId' }
export type ModelVersionId = number & { readonly __brand: 'ModelVersionId' }
export type JobId = string & { readonly __brand: 'JobId' }
