-- How the columns of equipment lists were understood when a person corrected them, beside those of component lists.

alter table list_columns add column kind text not null default 'components' check (kind in ('components', 'equipment'));
comment on table list_columns is 'What each column of a list tells, as a person accepted it. A later word closes the earlier one.';
comment on column list_columns.kind is 'components: lists of the software of a device, by maker. equipment: lists of the devices of a hospital, of no maker.';
comment on column list_columns.maker_key is 'The maker of the device that a component list describes, in the spelling by which makers are compared; empty for lists of single devices, and for equipment lists.';
comment on column list_columns.fields is 'By column: name, version, supplier …, or serial, model, ward …; null is a column that is not read.';
drop index list_columns_live;
create unique index list_columns_live on list_columns (owner, kind, maker_key, headers_sha256) where valid_to = 'infinity';
drop index list_columns_by_maker;
create index list_columns_by_maker on list_columns (kind, maker_key) where valid_to = 'infinity';
