-- What lists of devices, models and SBOMs show, and what the search box finds.

-- Who may read an SBOM that lists a component, kept beside the postings: whether anybody in the audience lists it is then one look, however
-- many SBOMs of others list it.
alter table component_sbom add column readers uuid[] not null default '{}';
comment on column component_sbom.readers is 'Owners and audiences of these SBOMs, each once; the nil uuid means all. Follows from sbom_ids and sbom, in the statement that adds an SBOM.';
alter table sbom no force row level security;
update component_sbom posting set readers = (
  select array_agg(distinct reader order by reader)
  from sbom cross join lateral unnest(owner || audience) as reader
  where sbom_id = any(posting.sbom_ids)
);
alter table sbom force row level security;

create function own_readers() returns uuid[]
language sql stable parallel safe as $$
  select array[nullif(current_setting('auscult.organisation', true), '')::uuid, '00000000-0000-0000-0000-000000000000'::uuid]
$$;
comment on function own_readers is 'The organisation of the transaction and the nil uuid: an SBOM of one of them, or for one of them, is readable.';

create view readable_posting as
  select component_id from component_sbom where readers && (select own_readers());
comment on view readable_posting is 'Components that a readable SBOM lists as deployed; one may come several times.';

-- The same walls as before, by readers. The two parts share no component: a model version is another thing than the part of an SBOM that reads
-- the same.
create or replace view readable_component as
  select component.*
  from component
  where exists (select from readable_posting posting where posting.component_id = component.component_id)
  union all
  select component.*
  from component
  where component_id in (select component_id from own_model_version);

create or replace view readable_component_key as
  select key.*
  from component_key key
  where exists (select from readable_posting posting where posting.component_id = key.component_id)
  union all
  select key.*
  from component_key key
  where component_id in (select component_id from own_model_version);

create or replace view readable_component_word as
  select component_word.*
  from component_word
  where exists (select from readable_posting posting where posting.component_id = component_word.component_id);

create or replace view readable_word as
  select word.word
  from word
  cross join lateral (
    select from readable_component_word listed where listed.word = word.word limit 1
  ) as listed;
comment on view readable_word is 'Words that a readable component has, so that no other is ever suggested. Looked at word by word: one listing is enough.';

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

grant select on readable_posting, readable_line, listed_key, own_model_key, readable_model_version to auscult_app;

-- Names of flaws by how they begin, whatever the collation of the database; whole names are found by it too.
create index vulnerability_in_order on vulnerability ((upper(name)) collate "C");
drop index vulnerability_by_folded_name;

-- What a device is looked up by, as it is compared. Columns and not expressions: behind a row policy an index serves only comparisons that can
-- leak nothing, and no function of a text is known to be so.
alter table device
  add column asset_tag_key text collate "C" generated always as (without_separators(asset_tag)) stored,
  add column serial_key text collate "C" generated always as (without_separators(serial)) stored,
  add column host_key text collate "C" generated always as (lower(host_name)) stored;
comment on column device.asset_tag_key is 'Without separators and case; likewise serial_key. host_key: the host name in lower case.';
create index device_by_asset_tag_key on device (organisation_id, asset_tag_key);
create index device_by_serial_key on device (organisation_id, serial_key);
create index device_by_host_key on device (organisation_id, host_key);
drop index device_by_serial, device_by_asset_tag, device_by_host_name;
