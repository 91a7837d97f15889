-- A corrected SBOM takes the place of an older one, which is kept for what was known before and for the comparison.

alter table sbom
  add column retired_because text,
  add column replaced_by integer;
comment on column sbom.retired_because is 'Why it was taken back, in the words of who did; when is valid_to.';
comment on column sbom.replaced_by is 'The SBOM of the same owner that took its place.';

create or replace view readable_sbom as
  select * from sbom;
