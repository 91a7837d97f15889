-- What is written by the hundred thousand is written with as little as it can do with.

-- A row of these tables is made by the statement that reads the row it points to, or with an id that the same transaction was just given, and
-- nothing is ever deleted: there is no way for such an id to point to nothing. Looking each of them up again made more than half of the time of
-- a bulk write (290,000 keys of components: 5.6 s with, 2.3 s without).
alter table component_key drop constraint component_key_component_id_fkey, drop constraint component_key_key_id_fkey;
alter table component_word drop constraint component_word_component_id_fkey;
alter table component_sbom drop constraint component_sbom_component_id_fkey;
alter table sbom_component drop constraint sbom_component_sbom_id_fkey, drop constraint sbom_component_component_id_fkey;
alter table sbom_relation drop constraint sbom_relation_sbom_id_fkey;
alter table advisory drop constraint advisory_vulnerability_id_fkey;
alter table advisory_alias drop constraint advisory_alias_advisory_id_fkey, drop constraint advisory_alias_vulnerability_id_fkey,
  drop constraint advisory_alias_other_id_fkey;
alter table vulnerability_alias drop constraint vulnerability_alias_vulnerability_id_fkey;
alter table affected_range drop constraint affected_range_advisory_id_fkey, drop constraint affected_range_key_id_fkey;
alter table condition drop constraint condition_advisory_id_fkey;
alter table condition_operand drop constraint condition_operand_key_id_fkey;
alter table exploit_prediction drop constraint exploit_prediction_vulnerability_id_fkey;

create table component_order (
  component_id integer primary key,
  schemes text[] not null,
  natural_shape text not null,
  version_keys bytea[] not null
);
comment on table component_order is 'The version by which the names of a component are compared, in every scheme that feeds give ranges in. It is one for all its names, so it stands here once and not in a row for each name and scheme.';
comment on column component_order.natural_shape is 'The shape in the scheme natural; the others have none.';
comment on column component_order.version_keys is 'A sort key for each of the schemes; null where the version is not known or cannot be ordered.';

insert into component_order (component_id, schemes, natural_shape, version_keys)
select component_id, array_agg(scheme order by scheme), max(shape) filter (where scheme = 'natural'), array_agg(version_key order by scheme)
from (
  select distinct on (component_id, scheme) component_id, scheme, shape, version_key
  from component_key join package_key using (key_id)
  where tier = 5 and doubt in ('nameOnly', 'releaseNotCovered') and starts_with(key, 'name/')
  order by component_id, scheme, key_id
) as each
group by component_id;

delete from component_key
using package_key, component
where package_key.key_id = component_key.key_id and component.component_id = component_key.component_id
  and component_key.tier = 5 and component_key.doubt in ('nameOnly', 'releaseNotCovered') and starts_with(package_key.key, 'name/')
  and component_key.scheme not in ('natural', component.scheme);
comment on table component_key is 'Every key a component is looked up under, with its version as a sort key. Names stand in the scheme natural and in that of the component; component_order has their other orders.';
