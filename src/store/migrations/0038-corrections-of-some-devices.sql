-- A correction may hold for the devices of one maker, or of one model of it, alone: then a component is judged as something else in some SBOMs only.
alter table correction add column of_maker text;
alter table correction add column of_maker_key text;
alter table correction add column of_model text;
alter table correction add column of_model_key text;
alter table correction add check (of_model_key is null or of_maker_key is not null);
comment on column correction.of_maker is 'It speaks of SBOMs that describe devices of this maker and of nobody else; null: of all.';
comment on column correction.of_maker_key is 'The same as makers are compared.';
comment on column correction.of_model is 'And of this model alone.';
comment on column correction.of_model_key is 'The same as models are compared.';

alter table corrected_component add column part integer not null default 0;
alter table corrected_component add column sbom_ids integer[];
comment on column corrected_component.part is 'Tells apart what one component is judged as in several SBOMs.';
comment on column corrected_component.sbom_ids is 'In these SBOMs alone; null: in all.';
alter table corrected_component drop constraint corrected_component_pkey;
alter table corrected_component add primary key (organisation_id, component_id, part, valid_from);
drop index corrected_component_live;
create unique index corrected_component_live on corrected_component (organisation_id, component_id, part) where valid_to = 'infinity';

create index corrected_component_of_some on corrected_component (organisation_id, component_id) where sbom_ids is not null;

create function ids_among(sbom_ids bytea, among integer[]) returns bytea
language sql immutable strict parallel safe as $$
  select string_agg(case when int4_at = any(among) then int4send(int4_at) else int4send(0) end, '' order by at)
  from generate_series(0, octet_length(sbom_ids) - 4, 4) as at
  cross join lateral (
    select (get_byte(sbom_ids, at) << 24) | (get_byte(sbom_ids, at + 1) << 16) | (get_byte(sbom_ids, at + 2) << 8) | get_byte(sbom_ids, at + 3)
  ) as each (int4_at)
$$;
comment on function ids_among is 'A row of posting with these SBOMs alone; as long as before, so that a full row stays full.';

create function ids_besides(sbom_ids bytea, besides integer[]) returns bytea
language sql immutable strict parallel safe as $$
  select string_agg(case when int4_at = any(besides) then int4send(0) else int4send(int4_at) end, '' order by at)
  from generate_series(0, octet_length(sbom_ids) - 4, 4) as at
  cross join lateral (
    select (get_byte(sbom_ids, at) << 24) | (get_byte(sbom_ids, at + 1) << 16) | (get_byte(sbom_ids, at + 2) << 8) | get_byte(sbom_ids, at + 3)
  ) as each (int4_at)
$$;
comment on function ids_besides is 'A row of posting without these SBOMs; as long as before.';

create function bits_of(of_bucket integer, sbom_ids integer[]) returns bit
language sql immutable strict parallel safe as $$
  select coalesce(bit_or(set_bit(0::bit(512), sbom_id % 512, 1)), 0::bit(512)) from unnest(sbom_ids) as sbom_id where sbom_id / 512 = of_bucket
$$;
comment on function bits_of is 'These SBOMs as bits of a row of further_posting.';

create or replace view acting_correction as
  select component_id, corrected_id, corrections, sbom_ids
  from corrected_component
  where case
    when (select nullif(current_setting('auscult.as_of', true), '')) is null then valid_to = 'infinity'
    else valid_from <= (select nullif(current_setting('auscult.as_of', true), ''))::timestamptz
      and valid_to > (select nullif(current_setting('auscult.as_of', true), ''))::timestamptz
  end;

create or replace view readable_sbom_component as
  select line.sbom_id, line.ordinal, coalesce(acting.corrected_id, line.component_id) as component_id, line.ref, line.parent_ordinal,
    line.deployed and (acting.component_id is null or acting.corrected_id is not null) as deployed, line.licences, line.description,
    line.end_of_support, line.component_id as written_id, line.deployed as written_deployed, acting.corrections
  from sbom_component line
  join sbom using (sbom_id)
  left join acting_correction acting on acting.component_id = line.component_id
    and (acting.sbom_ids is null or line.sbom_id = any(acting.sbom_ids));

create or replace view listed_key as
  select line.sbom_id, key.*
  from sbom_component line
  join sbom using (sbom_id)
  left join acting_correction acting on acting.component_id = line.component_id
    and (acting.sbom_ids is null or line.sbom_id = any(acting.sbom_ids))
  join component_key key on key.component_id = coalesce(acting.corrected_id, line.component_id)
  where line.deployed and (acting.component_id is null or acting.corrected_id is not null);

create or replace view readable_line as
  select line.sbom_id, line.ordinal, line.component_id, line.ref, line.parent_ordinal, line.deployed, line.licences, line.description,
    line.end_of_support, component.type, component.group_name, component.name, component.version, component.supplier, component.purls,
    component.cpes, coalesce(acting.corrected_id, line.component_id) as judged_id,
    line.deployed and (acting.component_id is null or acting.corrected_id is not null) as judged_deployed, acting.corrections
  from sbom_component line
  join sbom using (sbom_id)
  join component using (component_id)
  left join acting_correction acting on acting.component_id = line.component_id
    and (acting.sbom_ids is null or line.sbom_id = any(acting.sbom_ids));

create or replace view listing as
  select component_id, sbom_ids
  from posting
  where not exists (select from acting_correction acting where acting.component_id = posting.component_id)
  union all
  select acting.corrected_id, case when acting.sbom_ids is null then posting.sbom_ids else ids_among(posting.sbom_ids, acting.sbom_ids) end
  from acting_correction acting join posting using (component_id)
  union all
  select posting.component_id, ids_besides(posting.sbom_ids, elsewhere.sbom_ids)
  from (
    select component_id, array_agg(sbom_id) as sbom_ids
    from acting_correction cross join lateral unnest(sbom_ids) as sbom_id
    where sbom_ids is not null
    group by component_id
  ) as elsewhere
  join posting using (component_id);

create or replace view further_listing as
  select component_id, bucket, sbom_bits
  from further_posting
  where not exists (select from acting_correction acting where acting.component_id = further_posting.component_id)
  union all
  select acting.corrected_id, further.bucket,
    case when acting.sbom_ids is null then further.sbom_bits else (further.sbom_bits & bits_of(further.bucket, acting.sbom_ids))::bit(512) end
  from acting_correction acting join further_posting further using (component_id)
  union all
  select further.component_id, further.bucket, (further.sbom_bits & ~ bits_of(further.bucket, elsewhere.sbom_ids))::bit(512)
  from (
    select component_id, array_agg(sbom_id) as sbom_ids
    from acting_correction cross join lateral unnest(sbom_ids) as sbom_id
    where sbom_ids is not null
    group by component_id
  ) as elsewhere
  join further_posting further using (component_id);

create view sbom_of_model as
  select target.sbom_id, maker.maker_key, model.model_key
  from sbom_target target
  join sbom using (sbom_id)
  join model_version using (model_version_id)
  join model using (model_id)
  join maker using (maker_id)
  union
  select alone.sbom_id, maker.maker_key, model.model_key
  from device_sbom alone
  join device using (organisation_id, device_id)
  join model_version on model_version.model_version_id = device.model_version_id
  join model using (model_id)
  join maker using (maker_id);
comment on view sbom_of_model is 'Of which models the readable SBOMs are, by their model versions or by the organisation''s own devices.';
grant select on sbom_of_model to auscult_app;
