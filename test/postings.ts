/** SQL for the postings one by one: `(component_id, reader, sbom_id)`, asked as the login that sees over all walls. */
export const posted = `(
  select component_id, reader, sbom_id
  from auscult.posting cross join lateral auscult.ids_in(sbom_ids) as each (sbom_id)
  union all
  select component_id, reader, bucket * 512 + place
  from auscult.further_posting cross join generate_series(0, 511) as place
  where get_bit(sbom_bits, place) = 1
)`
