-- Servers of the internet are no devices of a hospital: they are told apart, and counted apart.
alter table observed_device drop constraint observed_device_kind_check;
alter table observed_device add constraint observed_device_kind_check check (kind in ('device', 'gateway', 'router', 'outside'));
comment on column observed_device.kind is 'gateway: several devices speak through it. router: it forwards for others. outside: an address of the internet of which nothing medical was told.';
