-- One changed advisory costs what it touches, and not what all feeds hold.

create table ranged_scope (
  scope text primary key,
  packaged boolean not null,
  packages integer not null,
  newest_at timestamptz
);
comment on table ranged_scope is 'Registries and distribution releases that live ranges speak of: what feed_scope is decided by for them. Each load keeps it up for the packages it touches.';
comment on column ranged_scope.packaged is 'A release of a distribution.';
comment on column ranged_scope.packages is 'How many packages have a live range; 0 once the last one is gone.';
comment on column ranged_scope.newest_at is 'Of releases: when the newest advisory with a live range was published, or modified where its source does not say when it was published.';
grant select on ranged_scope to auscult_app;

insert into ranged_scope (scope, packaged, packages, newest_at)
select package_key.scope, bool_or(package_key.packaged), count(distinct package_key.key_id),
  max(coalesce(advisory.published_at, advisory.modified_at)) filter (where package_key.packaged)
from affected_range
join advisory using (advisory_id)
join package_key using (key_id)
where affected_range.valid_to = 'infinity' and package_key.scope is not null and not starts_with(package_key.scope, 'cpe/')
group by package_key.scope;

alter table feed_scope drop column newest_at;

-- The newest record of a feed is asked for at each load.
create index advisory_by_feed on advisory (feed, modified_at) where valid_to = 'infinity';
-- The newest advisory of a release is looked for again when the one that was is gone.
create index package_key_of_release on package_key (scope) where packaged;
