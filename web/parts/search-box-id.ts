/** Id of the search box of a page, so that the key `/` finds it. */
export const searchBoxId = 'search'
