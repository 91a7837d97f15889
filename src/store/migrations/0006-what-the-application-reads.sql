-- The application role reads below an SBOM, and what others may have named, only through these views. They run with the owner's rights, and
-- the forced row policies of sbom, device_count and device_history hold inside them.

create view readable_sbom as
  select * from sbom;
comment on view readable_sbom is 'The SBOMs that the organisation supplied or may read.';

create view listed_component as
  select posting.component_id, sbom.sbom_id, sbom.valid_from, sbom.valid_to
  from component_sbom posting
  cross join lateral unnest(posting.sbom_ids) as listed (sbom_id)
  join sbom using (sbom_id);
comment on view listed_component is 'Components with the readable SBOMs that list them as deployed.';

create view own_model_version as
  select model_version.*
  from model_version
  where exists (select from device_count where device_count.model_version_id = model_version.model_version_id);
comment on view own_model_version is 'The model versions that the organisation has, or had, devices of.';

create view readable_component as
  select component.*
  from component
  where exists (select from listed_component listed where listed.component_id = component.component_id)
     or exists (select from own_model_version own where own.component_id = component.component_id);
comment on view readable_component is 'Components that a readable SBOM lists, and the organisation''s own models seen as components.';

create view readable_component_key as
  select component_key.*
  from component_key
  where exists (select from listed_component listed where listed.component_id = component_key.component_id)
     or exists (select from own_model_version own where own.component_id = component_key.component_id);
comment on view readable_component_key is 'The keys of readable components.';

create view readable_component_word as
  select component_word.*
  from component_word
  where exists (select from listed_component listed where listed.component_id = component_word.component_id);
comment on view readable_component_word is 'The words of readable components.';

create view readable_word as
  select word.*
  from word
  where exists (select from readable_component_word listed where listed.word = word.word);
comment on view readable_word is 'Words that a readable component has, so that no other is ever suggested.';

create view readable_sbom_component as
  select line.* from sbom_component line join sbom using (sbom_id);
comment on view readable_sbom_component is 'The lines of readable SBOMs.';

create view readable_sbom_relation as
  select relation.* from sbom_relation relation join sbom using (sbom_id);
comment on view readable_sbom_relation is 'The edges of readable SBOMs.';

create view readable_sbom_target as
  select target.* from sbom_target target join sbom using (sbom_id);
comment on view readable_sbom_target is 'Which model versions the readable SBOMs describe.';

grant select on package_key to auscult_app;
grant select on readable_sbom, listed_component, own_model_version, readable_component, readable_component_key, readable_component_word,
  readable_word, readable_sbom_component, readable_sbom_relation, readable_sbom_target to auscult_app;
