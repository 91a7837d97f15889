import { Combobox } from '@mantine/core'
import { useWords } from '../words/use-words.ts'
import { FoldIcon } from './icons.tsx'
import { isChosen, useOrganisationMenu } from './organisation-menu.ts'
import './choices.css'
import './organisation-menu.css'

/** Whose fleet is shown, where the server keeps several apart: arrow keys choose another, Enter goes there. */
export function OrganisationMenu() {
  const { words } = useWords()
  const menu = useOrganisationMenu()
  if (menu === undefined) return null
  const { list, organisations, chosen, choose } = menu
  return (
    <div className="organisation-menu">
      <Combobox
        store={list}
        onOptionSubmit={choose}
        withinPortal={false}
        position="bottom-end"
        width="max-content"
        offset={6}
        transitionProps={{ duration: 0 }}
      >
        <Combobox.Target targetType="button" withExpandedAttribute>
          <button
            type="button"
            role="combobox"
            className="plain-button is-framed"
            aria-label={words.organisation.label(chosen?.name)}
            aria-controls={list.listId ?? undefined}
            aria-expanded={list.dropdownOpened}
            title={chosen?.name}
            onClick={() => list.toggleDropdown()}
            onBlur={() => list.closeDropdown()}
          >
            <span className="organisation-name">{chosen?.name ?? words.organisation.choose}</span>
            <FoldIcon />
          </button>
        </Combobox.Target>
        <Combobox.Dropdown>
          <Combobox.Options aria-label={words.organisation.all}>
            {organisations.map((organisation) => (
              <Combobox.Option
                key={organisation.organisationId}
                value={organisation.organisationId}
                active={isChosen(organisation, chosen)}
                aria-selected={isChosen(organisation, chosen)}
              >
                {organisation.name}
              </Combobox.Option>
            ))}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
    </div>
  )
}
