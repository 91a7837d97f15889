-- A part of a digest is soon met by chance: only all digits of a known algorithm say which file a statement speaks of.
delete from statement_subject
where hash is not null
  and (split_part(hash, ':', 2) !~ '^[0-9a-f]+$'
    or length(split_part(hash, ':', 2)) is distinct from case
      when split_part(hash, ':', 1) = 'md5' then 32
      when split_part(hash, ':', 1) in ('sha1', 'ripemd160') then 40
      when split_part(hash, ':', 1) in ('sha224', 'sha512224', 'sha3224') then 56
      when split_part(hash, ':', 1) in ('sha256', 'sha512256', 'sha3256', 'blake2s256', 'blake2b256', 'blake3', 'sm3', 'streebog256') then 64
      when split_part(hash, ':', 1) in ('sha384', 'sha3384', 'blake2b384') then 96
      when split_part(hash, ':', 1) in ('sha512', 'sha3512', 'blake2b512', 'streebog512', 'whirlpool') then 128
    end);
comment on column statement_subject.hash is 'algorithm:hex, lower case, of a whole digest.';
