-- Two SBOMs are compared by all that their lines say, not only by what lists show.

create view compared_line as
  select line.sbom_id, line.ordinal, line.component_id, line.licences, line.deployed, component.type, component.group_name, component.name,
    component.version, component.supplier, component.purls, component.cpes, component.swids, component.hashes, component.source_packages,
    holder.name as within
  from sbom_component line
  join sbom using (sbom_id)
  join component using (component_id)
  left join sbom_component parent on parent.sbom_id = line.sbom_id and parent.ordinal = line.parent_ordinal
  left join component holder on holder.component_id = parent.component_id;
comment on view compared_line is 'The lines of readable SBOMs with all that identifies what stands in them, and the name of what holds it.';
grant select on compared_line to auscult_app;
