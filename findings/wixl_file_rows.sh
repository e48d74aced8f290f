#!/usr/bin/env bash
# wixl 0.101 writes a library that has a file version (4.0.0.1) as a file without one: its row in the File table has no version and no language, and it has a row in MsiFileHash, which is for
# files without a version. Windows Installer keeps an installed file with a version when such a row comes. A name that is longer than 8.3 stands there without the short name that
# the column wants before it.
. "$(dirname "$0")/debian.sh"
debian wixl=0.101+repack-1 msitools=0.101+repack-1 libmsi0=0.101+repack-1 libgcab-1.0-0=1.5-1 libglib2.0-0 libxml2 libicu72 binutils-mingw-w64-x86-64=2.40-2+10.4
export LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu
tool=$work/root/usr/bin/x86_64-w64-mingw32
printf '.globl entry\nentry: ret\n' >"$work/keys.s"
printf '1 VERSIONINFO\nFILEVERSION 4,0,0,1\nBEGIN\nEND\n' >"$work/keys.rc"
"$tool-as" -o "$work/keys.o" "$work/keys.s"
"$tool-windres" "$work/keys.rc" "$work/version.o"
"$tool-ld" -shared -e entry -o "$work/keys.dll" "$work/keys.o" "$work/version.o"
cat >"$work/keys.wxs" <<'END'
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
  <Product Name="Keys" Id="12345678-1234-1234-1234-123456789ABC" UpgradeCode="12345678-1234-1234-1234-123456789ABD" Language="1033" Version="1.2.3" Manufacturer="Example">
    <Package InstallerVersion="200" Compressed="yes" />
    <Media Id="1" Cabinet="keys.cab" EmbedCab="yes" />
    <Directory Id="TARGETDIR" Name="SourceDir">
      <Component Id="Keys" Guid="12345678-1234-1234-1234-123456789ABE">
        <File Id="keys" Name="Sorted keys.dll" Source="keys.dll" KeyPath="yes" />
      </Component>
    </Directory>
    <Feature Id="Keys" Level="1"><ComponentRef Id="Keys" /></Feature>
  </Product>
</Wix>
END
(cd "$work" && root/usr/bin/wixl -o keys.msi keys.wxs)

# Prints columns of the only row of a table, with bars between them.
row() { "$work/root/usr/bin/msiinfo" export "$work/keys.msi" "$1" | tail -n 1 | tr -d '\r' | cut -f "$2" | tr '\t' '|'; }
same 'File|Component_|FileName|FileSize|Version|Language|Attributes|Sequence' "$("$work/root/usr/bin/msiinfo" export "$work/keys.msi" File | head -n 1 | tr -d '\r' | tr '\t' '|')"
same 'keys|Keys|Sorted keys.dll' "$(row File 1-3)"
same '||512|1' "$(row File 5-8)"
same 'keys|0' "$(row MsiFileHash 1-2)"
