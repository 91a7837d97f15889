-- What is written by the hundred thousand is written with as little as it can do with.

-- A row of these tables is made by the statement that reads the row it points to, or with an id that the same transaction was just given, and
-- nothing is ever deleted: there is no way for such an id to point to nothing. Looking each of them up again made more than half of the time of
-- a bulk write (290,000 keys of components: 5.6 s with, 2.3 s without).
alter table component_key drop constraint component_key_component_id_fkey, drop constraint component_key_key_id_fkey;
alter table component_word drop constraint component_word_component_id_fkey;
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

-- Millions of findings are written at a time, and each index costs as much as the rows. Those of a flaw stand together, so their index needs no
-- copy of them; and what is past is seldom asked for.
drop index finding_by_vulnerability, finding_of_every_day;
create index finding_by_vulnerability on finding (vulnerability_id) where valid_to = 'infinity';
create index finding_of_the_past on finding (vulnerability_id, valid_to) where valid_to <> 'infinity';

create function take_form_of(model regclass, filled regclass) returns void
language plpgsql set search_path from current as $$
declare
  change text;
begin
  for change in
    select format('alter table %s %s', filled, string_agg(each, ', '))
    from (
      select format('alter column %I set not null', attname) as each
      from pg_attribute where attrelid = model and attnum > 0 and attnotnull
      union all
      select format('alter column %I set default %s', attname, pg_get_expr(adbin, adrelid))
      from pg_attrdef join pg_attribute on attrelid = adrelid and attnum = adnum where adrelid = model
    ) as changes
    union all
    select format('comment on table %s is %L', filled, obj_description(model, 'pg_class'))
    union all
    select format('comment on column %s.%I is %L', filled, attname, col_description(model, attnum))
    from pg_attribute where attrelid = model and attnum > 0 and col_description(model, attnum) is not null
    union all
    select format('grant %s on %s to %I', privilege_type, filled, grantee::regrole)
    from pg_class cross join lateral aclexplode(relacl) where pg_class.oid = model and grantee <> relowner
    union all
    select format('create index %I on %s%s', relname || '_filled', filled, substring(pg_get_indexdef(indexrelid) from ' USING .*'))
    from pg_index join pg_class on pg_class.oid = indexrelid where indrelid = model
  loop
    execute change;
  end loop;
end $$;
comment on function take_form_of is 'Gives a table that was made from a query what a table of the same columns has: not null, defaults, comments, grants and indexes.';

create function take_place_of(model regclass, filled regclass) returns void
language plpgsql set search_path from current as $$
declare
  name text := (select relname from pg_class where oid = model);
  indexes text[] := array(select relname from pg_index join pg_class on pg_class.oid = indexrelid where indrelid = model);
  index text;
begin
  execute format('drop table %s', model);
  execute format('alter table %s rename to %I', filled, name);
  foreach index in array indexes loop
    execute format('alter index %I rename to %I', index || '_filled', index);
  end loop;
end $$;
comment on function take_place_of is 'Puts a table that took the form of another in its place. Who reads waits for that moment alone.';
