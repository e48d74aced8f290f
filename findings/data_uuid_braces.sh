#!/usr/bin/env bash
# Perl's Data::UUID 1.226 reads a GUID in braces, as registries and COM tools write it, as the GUID of zeros, without an error: two keys in braces are one. Without
# braces it reads the GUID, with hyphens and without. OSSP::uuid 1.6.2, beside it, refuses what it cannot read.
. "$(dirname "$0")/debian.sh"
debian libdata-uuid-perl=1.226-3 libossp-uuid-perl=1.6.2-1.5+b11 libossp-uuid16=1.6.2-1.5+b11
export LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu
export PERL5LIB=$work/root/usr/lib/x86_64-linux-gnu/perl5/5.36
cat >"$work/guid.pl" <<'END'
use strict;
use Data::UUID;
use OSSP::uuid;
my $uuids = Data::UUID->new;
for my $text ('00112233-4455-6677-8899-aabbccddeeff', '0x00112233445566778899aabbccddeeff', '{00112233-4455-6677-8899-aabbccddeeff}', '{ffeeddcc-bbaa-9988-7766-554433221100}') {
  printf "%s %s\n", $uuids->to_string($uuids->from_string($text)), OSSP::uuid->new->import('str', $text) ? 'read' : 'refused';
}
END
same '00112233-4455-6677-8899-aabbccddeeff read
00112233-4455-6677-8899-aabbccddeeff refused
00000000-0000-0000-0000-000000000000 refused
00000000-0000-0000-0000-000000000000 refused' "$(perl "$work/guid.pl")"
