-- What lists of devices, models and SBOMs show, and what the search box finds.

-- The same walls as before, by postings, whose row policy shows only what somebody in the audience lists: one look at each row that is asked
-- for, whatever the planner believes of the others.
create or replace view readable_component as
  select component.*
  from component
  cross join lateral (
    select from posting where posting.component_id = component.component_id
    union all
    select from own_model_version own where own.component_id = component.component_id
    limit 1
  ) as listed;

create or replace view readable_component_key as
  select key.*
  from component_key key
  cross join lateral (
    select from posting where posting.component_id = key.component_id
    union all
    select from own_model_version own where own.component_id = key.component_id
    limit 1
  ) as listed;

create or replace view readable_component_word as
  select component_word.*
  from component_word
  cross join lateral (
    select from posting where posting.component_id = component_word.component_id limit 1
  ) as listed;

create or replace view readable_word as
  select word.word
  from word
  cross join lateral (
    select from readable_component_word listed where listed.word = word.word limit 1
  ) as listed;
comment on view readable_word is 'Words that a readable component has, so that no other is ever suggested. Looked at word by word: one listing is enough.';

-- Typing errors are looked for among all words of about the same length.
create index word_by_length on word (length(word), word);
drop index word_by_trigram;

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

create view own_model as
  select own.model_version_id, maker.maker_key, model.model_key, maker.name as maker, model.name as model
  from own_model_version own
  join model using (model_id)
  join maker using (maker_id);
comment on view own_model is 'The names of the organisation''s own model versions.';

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

grant select on readable_line, own_model, listed_key, own_model_key, readable_model_version to auscult_app;

-- What a question speaks of, whoever lists it: it meets the readable SBOMs before anything is counted or shown, so no wall stands here. Functions
-- and not views: they tell ids and sort keys of what is named to them, and nobody can list with them what others have.
create function components_with_words(words text[]) returns table (component_id integer)
language sql stable security definer parallel safe rows 500 set search_path from current as $$
  select distinct component_word.component_id from component_word where word = any(words)
$$;
comment on function components_with_words is 'Ids of the components that have one of the words.';

create function keys_asked(asked integer[]) returns table (
  component_id integer, key_id integer, scheme text, shape text, version_key bytea, tier smallint, attributes text[], doubt doubt
)
language sql stable security definer parallel safe rows 500 set search_path from current as $$
  select component_id, key_id, scheme, shape, version_key, tier, attributes, doubt from component_key where key_id = any(asked)
$$;
comment on function keys_asked is 'The rows of component_key under these keys.';
revoke all on function components_with_words, keys_asked from public;
grant execute on function components_with_words, keys_asked to auscult_app;

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
create index device_by_ward on device (organisation_id, site_key, ward_key);
