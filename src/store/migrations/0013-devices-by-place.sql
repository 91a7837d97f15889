-- A page of devices begins where the one before ended, however deep in the list.

-- A column and not an expression: behind a row policy an index serves only comparisons that can leak nothing, and `device_place` is not known to be so.
-- By the expression every device before the page was read and thrown away.
alter table device
  add column place text collate "C" generated always as (device_place(site, ward, maker, model, software_version, asset_tag, serial, device_id)) stored;
comment on column device.place is 'Where the device stands in lists.';
create index device_by_place on device (organisation_id, place);
drop index device_in_order;
