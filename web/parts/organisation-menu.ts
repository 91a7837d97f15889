import { useCombobox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import type { Organisation } from '../../src/server/contract.ts'
import { inOrganisation, pathInOrganisation } from '../address.ts'
import { useAsker } from '../asker.ts'
import { keepOrganisation } from '../organisation.ts'
import { meantOrganisationQuery, organisationsQuery } from '../queries.ts'

/** Whose fleet the page shows, and the way to another one's. Undefined while there is nothing to choose. */
export function useOrganisationMenu() {
  const { organisation } = useAsker()
  const organisations = useQuery(organisationsQuery()).data?.items ?? []
  const isChoice = organisations.length > 1
  const meant = useQuery({
    ...meantOrganisationQuery(organisation),
    enabled: isChoice || (organisation !== undefined && organisations.length === 1),
  })
  const list = useCombobox({ onDropdownClose: () => list.resetSelectedOption(), loop: true })
  const open = useSwitch()
  if (meant.isPending || (!isChoice && meant.isSuccess)) return undefined
  return {
    list,
    organisations,
    chosen: meant.data,
    choose: (organisationId: string): void => {
      list.closeDropdown()
      open(organisationId)
    },
  }
}

/** Goes to the same page of another organisation, and remembers it. */
function useSwitch(): (organisationId: string) => void {
  const navigate = useNavigate()
  const path = useRouterState({ select: ({ location }) => location.pathname })
  return (organisationId) => {
    keepOrganisation(organisationId)
    void navigate({ to: pathInOrganisation(path), search: (search) => inOrganisation(search, organisationId) })
  }
}

export function isChosen({ organisationId }: Organisation, chosen: Organisation | undefined): boolean {
  return organisationId === chosen?.organisationId
}
