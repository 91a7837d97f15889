-- What lists of devices, models and SBOMs show, and what the search box finds.

create view readable_line as
  select line.*, component.type, component.group_name, component.name, component.version, component.supplier, component.purls, component.cpes
  from sbom_component line
  join sbom using (sbom_id)
  join component using (component_id);
comment on view readable_line is 'The lines of readable SBOMs with the components that stand in them.';

create view readable_model_version as
  select model_version.model_version_id, maker.maker_key, model.model_key, model_version.version_key, maker.name as maker,
    model.name as model, model_version.version
  from model_version
  join model using (model_id)
  join maker using (maker_id)
  where exists (select from device_count where device_count.model_version_id = model_version.model_version_id)
     or exists (
       select from sbom_target target join sbom using (sbom_id) where target.model_version_id = model_version.model_version_id
     );
comment on view readable_model_version is 'The model versions that the organisation has devices of, or that a readable SBOM describes.';

create view listed_key as
  select line.sbom_id, key.*
  from sbom_component line
  join sbom using (sbom_id)
  join component_key key using (component_id)
  where line.deployed;
comment on view listed_key is 'The keys of what readable SBOMs list as deployed.';

create view own_model_key as
  select own.model_version_id, key.*
  from own_model_version own
  join component_key key using (component_id);
comment on view own_model_key is 'The keys of the organisation''s own models seen as components.';

grant select on readable_line, listed_key, own_model_key, readable_model_version to auscult_app;

-- Names of flaws by how they begin, whatever the collation of the database; whole names are found by it too.
create index vulnerability_in_order on vulnerability ((upper(name)) collate "C");
drop index vulnerability_by_folded_name;
