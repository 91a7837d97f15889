/** SQL for the postings one by one: `(component_id, reader, sbom_id)`, asked as the login that sees over all walls. */
export const posted = `(
  select component_id, reader, sbom_id
  from auscult.posting cross join lateral auscult.ids_in(sbom_ids) as each (sbom_id)
  union all
  select component_id, reader, bucket * 512 + place
  from auscult.further_posting cross join generate_series(0, 511) as place
  where get_bit(sbom_bits, place) = 1
)`

/** SQL for in how many SBOMs a component is listed: `(component_id, sboms)`, told from the size of the rows alone. */
export const listedIn = `(
  select component_id, sum(sboms) as sboms
  from (
    select component_id, octet_length(sbom_ids) / 4 as sboms from auscult.posting
    union all
    select component_id, bit_count(sbom_bits) from auscult.further_posting
  ) as each
  group by component_id
)`
