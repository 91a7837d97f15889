-- A device may be judged by several versions at once: its list says one, the network tells others at the same time.

alter table device_version drop constraint device_version_pkey;
alter table device_version add primary key (organisation_id, device_id, model_version_id, valid_to);
create index device_version_in_force on device_version (organisation_id) where valid_to = 'infinity';

grant delete on device to auscult_app;

create index observed_device_uncounted on observed_device (organisation_id) where kind = 'device' and standing <> 'matched';
comment on index observed_device_uncounted is 'How many devices were seen that no answer counts: said with every answer.';
