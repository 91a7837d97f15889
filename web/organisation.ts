const keptAs = 'auscult-organisation'

export function keptOrganisation(): string | null {
  return localStorage.getItem(keptAs)
}

export function keepOrganisation(organisationId: string): void {
  localStorage.setItem(keptAs, organisationId)
}

/** Puts the organisation that was chosen before into an address that names none, so that a link always says whose fleet it shows. */
export function nameOrganisation(location: Location, history: History, kept: string | null): void {
  const search = new URLSearchParams(location.search)
  if (kept === null || search.has('organisation')) return
  search.set('organisation', kept)
  history.replaceState(history.state, '', `${location.pathname}?${search.toString()}${location.hash}`)
}
