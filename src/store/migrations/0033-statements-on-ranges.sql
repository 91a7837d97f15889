-- Statements on ranges of versions reach the versions of a model by the sort key that its component has.
alter table statement_subject add column reach text check (reach in ('inside', 'possible'));
alter table statement_subject add column range_lo bytea;
alter table statement_subject add column range_hi bytea;
comment on column statement_subject.reach is 'Of a model without version_key: the versions between the bounds are meant (inside), or may be (possible). Null: one exact version, or no model.';
comment on column statement_subject.range_lo is 'Sort key, inclusive, in scheme and shape; null: any version.';
comment on column statement_subject.range_hi is 'Sort key, exclusive.';

create view stated_range as
  select statement_id, model_version_id, maker_key,
    case when bool_or(reach = 'inside' and fits is true) then 'inside' else 'possible' end as reach
  from (
    select subject.statement_id, model_version.model_version_id, maker.maker_key, subject.reach,
      case
        when subject.range_lo is null then true
        when component.version_key is null or component.scheme <> subject.scheme or component.shape <> subject.shape then null
        else component.version_key >= subject.range_lo and component.version_key < subject.range_hi
      end as fits
    from statement_subject subject
    join maker using (maker_key)
    join model on model.maker_id = maker.maker_id and model.model_key = subject.model_key
    join model_version using (model_id)
    join component using (component_id)
    where subject.reach is not null
  ) as each
  where fits is distinct from false
  group by statement_id, model_version_id, maker_key;
comment on view stated_range is 'The model versions that statements on ranges speak of (inside), or may speak of (possible).';

create or replace view stated_model as
  select subject.statement_id, model_version.model_version_id, maker.maker_key, null::integer as component_id, null::integer as sbom_id, 'exact' as reach
  from statement_subject subject
  join maker using (maker_key)
  join model on model.maker_id = maker.maker_id and model.model_key = subject.model_key
  join model_version on model_version.model_id = model.model_id and model_version.version_key = subject.version_key
  where subject.part = 'product' and subject.model_key is not null and subject.version_key <> ''
  union all
  select subject.statement_id, target.model_version_id, maker.maker_key, case when line.ordinal <> coalesce(sbom.root_ordinal, -1) then line.component_id end, sbom.sbom_id, 'exact'
  from statement_subject subject
  join sbom on sbom.document_id = subject.sbom_document
  join sbom_target target using (sbom_id)
  join model_version using (model_version_id)
  join model using (model_id)
  join maker using (maker_id)
  left join sbom_component line on line.sbom_id = sbom.sbom_id and line.ref = subject.sbom_ref
  left join component on component.component_id = line.component_id
  where subject.part = 'product' and subject.sbom_document is not null
    and (subject.sbom_ref is null or line.ordinal is not null)
    and (subject.version is null or component.version = subject.version or model_version.version_key = subject.version_key)
  union all
  select statement_id, model_version_id, maker_key, null, null, reach
  from stated_range;
comment on view stated_model is 'The model versions that statements speak of, by exact version or by range (reach), or (component_id) the line of an SBOM of such a model version.';
grant select on stated_range to auscult_app;
