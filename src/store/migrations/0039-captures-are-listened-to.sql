-- Uploaded captures and logs are listened to in the background.
alter table job drop constraint job_kind_check;
alter table job add constraint job_kind_check
  check (kind in ('feedPull', 'feedImport', 'rematch', 'rematchAll', 'assetsImport', 'sbomAdd', 'observationsFuse', 'captureListen'));
